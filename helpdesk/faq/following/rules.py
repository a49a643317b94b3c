"""When a digest of a collection is due, and how long a wish for one is kept."""
