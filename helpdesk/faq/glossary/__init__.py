"""The words of the trade: read from content/glossary.yml, listed on a page, marked in the texts."""
