"""Mails about a dossier that did not arrive: told in its history, so that somebody telephones."""
