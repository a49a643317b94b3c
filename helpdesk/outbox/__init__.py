"""Mail to be sent: a row in the transaction of its cause, delivered by the worker."""
