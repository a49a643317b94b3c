"""The text that goes to the confederal administration, in two renderings: for itself, and for the bank."""
