"""The security log: who signed in, what was refused. No secret, no mailbox, no network address in clear.

A mailbox or an address stands there as a keyed hash: two lines about one of them can be told to belong
together, and whoever has the secret key can check a suspicion.
"""

import hashlib
import hmac
import logging

from flask import has_request_context, request

from helpdesk.accounts.clients import client_key
from helpdesk.web.keys import derived_key

log = logging.getLogger("helpdesk.security")


def record(event: str, *, person_id: int | None = None, mailbox: str = "", detail: str = "") -> None:
    """Write one line: the event, the person when known, the mailbox typed otherwise."""
    parts = {
        "person": str(person_id) if person_id else "",
        "mailbox": pseudonym(mailbox),
        "client": pseudonym(client_key(request)) if has_request_context() else "",
        "detail": detail,
    }
    facts = " ".join(f"{name}={value}" for name, value in parts.items() if value)
    log.info("%s %s", event, facts)


def pseudonym(text: str) -> str:
    """Return 16 signs that stand for `text`, or nothing for nothing."""
    if not text:
        return ""
    key = derived_key("pseudonyms")
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:16]
