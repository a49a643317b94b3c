"""By when a dossier is to be answered, called back and resolved."""
