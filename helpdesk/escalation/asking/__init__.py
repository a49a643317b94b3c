"""The member's side: asking that the administration be told, and where that stands."""
