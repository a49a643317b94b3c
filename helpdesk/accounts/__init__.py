"""People who sign in: roles, sessions, one-time links, second factor, limits."""
