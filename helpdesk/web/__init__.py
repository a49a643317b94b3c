"""What every page shares: languages, links, filters, forms, errors, headers, base templates, static files."""
