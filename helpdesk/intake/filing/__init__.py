"""From a mail that is kept to what it does: read, understood, and filed in one transaction."""
