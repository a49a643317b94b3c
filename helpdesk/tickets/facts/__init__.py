"""What is known of the malfunction a dossier is about."""
