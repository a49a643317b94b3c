"""For whom an article is kept: everybody, or some of those who sign in."""
