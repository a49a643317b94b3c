"""Writing articles: in the browser and in files, two doors to one room."""
