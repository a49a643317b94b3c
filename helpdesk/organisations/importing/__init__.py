"""Organisations from a CSV file: every line is checked and reported, and all are saved or none."""
