"""What stands in content/ beside the articles, and is kept as it was read: the glossary, trees, guides, journeys."""
