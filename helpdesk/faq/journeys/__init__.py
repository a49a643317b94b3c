"""Activations as editors write them: the steps an organisation goes through, read from content/activation/."""
