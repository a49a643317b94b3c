"""Wishes to be written to, of people without an account: confirmed by a link in a mail, ended by one click."""
