"""Closing a desk: what still lies there goes to another one, by name."""
