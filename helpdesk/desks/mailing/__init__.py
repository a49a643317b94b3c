"""Which notices those who work here want, for all their desks or for one, and the mail that gathers the others."""
