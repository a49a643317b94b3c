"""Mail that comes in: fetched, kept raw, read, threaded, made into dossiers."""
