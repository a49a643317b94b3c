"""Many proposals at once: the first ones are told one by one, the others together."""
