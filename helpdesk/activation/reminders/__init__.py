"""Reminding organisations of the step that waits for them: chosen by a supervisor, or by the clock."""
