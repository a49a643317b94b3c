"""Reading without a network: the service worker, and the page that says what is kept."""
