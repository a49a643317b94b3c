"""Following one's own dossier: private links, what the member sees of it, and what they may do."""
