"""The second factor: six digits from an application, and recovery codes."""
