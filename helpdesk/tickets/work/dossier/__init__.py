"""One dossier as agents see it: its history, its clocks, what is known of it."""
