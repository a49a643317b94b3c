"""Private links: how an organisation’s own people come to its checklist without an account."""
