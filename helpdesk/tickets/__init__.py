"""Dossiers: from the complaint to the answer."""
