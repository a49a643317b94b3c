"""Measuring the search on any question set: how often the right article comes first, and how fast."""
