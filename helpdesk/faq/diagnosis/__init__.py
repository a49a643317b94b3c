"""Trees of questions: read from content/diagnosis/, asked one at a time, ending in an answer or a dossier."""
