"""What the pages cost, beside bare pages on the same server in the same run: `python -m tests.bench`."""
