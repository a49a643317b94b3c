"""One port per outside service: search, store, mail. The scheme of the service's URL picks the file."""
