"""Serious dossiers laid before the confederal administration, and its answers."""
