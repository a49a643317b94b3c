"""What an operator does to an installation: make it, upgrade it, serve it, back it up, check it."""
