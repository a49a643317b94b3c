"""What becomes of an escalation once proposed or sent: reminders and the expected answer."""
