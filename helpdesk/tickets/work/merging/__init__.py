"""Two dossiers of one person about one thing: made one, and taken apart again."""
