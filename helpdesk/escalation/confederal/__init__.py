"""The administrators' side: the page behind a signed link, and the same page for who signs in."""
