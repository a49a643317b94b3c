"""Which desk takes a dossier, and which rule decided so."""
