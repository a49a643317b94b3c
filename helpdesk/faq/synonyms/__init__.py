"""Words that mean the same: the list editors keep, what a change would do to results, and what searches use."""
