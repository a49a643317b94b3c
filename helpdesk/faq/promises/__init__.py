"""What an article promised its readers: who wants to be told, when it is due, who was told."""
