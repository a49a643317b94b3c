"""A collection followed by mail: who wishes it, and the digest of what is new and what changed."""
