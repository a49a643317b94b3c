"""What was answered to one person, made fit to be written for everybody."""
