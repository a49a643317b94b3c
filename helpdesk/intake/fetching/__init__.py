"""Fetching mail from mailboxes by IMAP: kept first, moved away on the server next, read later."""
