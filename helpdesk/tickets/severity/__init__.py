"""How serious a dossier is, computed from its facts."""
