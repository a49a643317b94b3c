"""The agents’ lists: what they hold, what narrows them, what each line says."""
