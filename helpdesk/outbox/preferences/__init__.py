"""Which notices those who work here want, at once or gathered in one mail."""
