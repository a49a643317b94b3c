"""Notices: numbered announcements that stay at their address, cite one another and are cited by articles."""
