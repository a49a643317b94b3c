"""What programs read of the public pages: feeds, the map of the site, the description of its search."""
