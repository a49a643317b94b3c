"""Years for which an organisation is affiliated, and what its own people and the desk are told of them."""
