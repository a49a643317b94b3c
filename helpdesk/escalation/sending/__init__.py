"""Confirming an escalation and sending it, by an agent or at once."""
