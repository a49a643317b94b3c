"""Signed links: who may open an escalation without an account, and for how long."""
