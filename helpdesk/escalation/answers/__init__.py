"""What the administrators do with an escalation, and how it comes back to the dossier."""
