"""Why a dossier may be laid before the confederal administration, and what stands in the way."""
