"""The agents' side of dossiers: lists, the dossier page, and what an agent does there."""
