"""Who works here: inviting, roles, disabling."""
