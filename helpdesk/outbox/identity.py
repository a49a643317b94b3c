"""How this installation is known in mail: its own domain, its name against loops, the addresses that lead back."""

import hashlib
import hmac
import secrets
from base64 import b32encode
from uuid import uuid4

from helpdesk.config import settings
from helpdesk.web.keys import derived_keys

LOOP_HEADER = "X-Helpdesk-Loop"
SECRET_BYTES = 15
"""120 bits: 24 signs of base32. Digits and lower-case letters only, since some servers lower local parts."""


def own_domain() -> str:
    """Return the domain of our Message-IDs: what comes in with one of them is our own mail coming back."""
    return settings().mail_from.rpartition("@")[2].lower()


def new_message_id() -> str:
    """Draw a Message-ID on our domain."""
    return f"<{uuid4().hex}@{own_domain()}>"


def new_bounce_token() -> str:
    """Draw the token of an address that the failure of one mail comes back to."""
    return base32(secrets.token_bytes(SECRET_BYTES))


def instance_id() -> str:
    """Return the name of this installation in X-Helpdesk-Loop, kept as long as its secret key."""
    return own_instance_ids()[0]


def own_instance_ids() -> list[str]:
    """Return the name of this installation, then those it had under older secret keys."""
    return [base32(hmac.digest(key, b"", hashlib.sha256)[:10]) for key in derived_keys("mail loop")]


def tagged(address: str, token: str) -> str:
    """Return `address` with a token: `aide@example.org` becomes `aide+<token>@example.org`."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}"


def token_in(recipient: str, address: str) -> str | None:
    """Return the token that `recipient` adds to our `address`, in lower case; None for any other address."""
    local, _, domain = address.lower().rpartition("@")
    found_local, _, found_domain = recipient.strip().lower().rpartition("@")
    name, plus, token = found_local.partition("+")
    return token if local and token and plus and (name, found_domain) == (local, domain) else None


def base32(secret: bytes) -> str:
    """Return lower-case base32 without padding."""
    return b32encode(secret).decode("ascii").rstrip("=").lower()
