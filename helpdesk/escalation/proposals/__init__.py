"""Proposing an escalation: by the sweep, by the member; and dismissing it."""
