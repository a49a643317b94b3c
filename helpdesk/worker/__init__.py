"""What runs in the background: the table of periodic jobs and the loop that runs them."""
