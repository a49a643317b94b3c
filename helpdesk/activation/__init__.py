"""Where each organisation stands in an activation: checklists, who is stuck at which step, reminders."""
