"""Addresses to answer to: one for each thread and recipient, with a secret that says who may write there.

The secret is derived from the secret key, so that every mail of a thread carries the same and none is stored;
only its digest is, with when it ends.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import delete, select

from helpdesk.config import settings
from helpdesk.core.identifiers import email_key, token_hash
from helpdesk.db import INSERTS, db, transactional
from helpdesk.outbox.identity import SECRET_BYTES, base32, tagged, token_in
from helpdesk.outbox.models import ReplyToken
from helpdesk.web.keys import derived_key

MARKERS: Mapping[str, str] = {
    "fr": "-- Répondez au-dessus de cette ligne --",
    "en": "-- Please reply above this line --",
}
"""The first line of a mail that can be answered, by language: what stands under it is ours."""


def reply_token(thread: str, address: str) -> str:
    """Return the secret with which `address` answers in `thread`: 24 signs, 120 bits."""
    message = "\0".join((thread, email_key(address))).encode("utf-8", "surrogatepass")
    return base32(hmac.digest(derived_key("mail reply"), message, hashlib.sha256)[:SECRET_BYTES])


def reply_address(thread: str, address: str) -> str | None:
    """Return where `address` answers in `thread`; None when this installation reads no mail."""
    inbound = settings().mail_inbound_address
    return tagged(inbound, reply_token(thread, address)) if inbound else None


def reply_token_in(recipient: str) -> str | None:
    """Return the secret in an address that a mail was sent to, None for any other address."""
    return token_in(recipient, settings().mail_inbound_address)


@transactional
def keep_reply_token(thread: str, address: str, *, now: datetime) -> None:
    """Store that the secret of this thread and address is good, for as long again."""
    row = {
        "token_hash": token_hash(reply_token(thread, address)),
        "thread": thread,
        "address": email_key(address),
        "created_at": now,
        "expires_at": now + timedelta(days=settings().mail_reply_days),
    }
    db.session.execute(_upsert(db.engine.dialect.name), row)


@cache
def _upsert(dialect: str) -> Any:
    insert = INSERTS[dialect](ReplyToken.__table__)
    return insert.on_conflict_do_update(
        index_elements=["token_hash"], set_={"expires_at": insert.excluded.expires_at}
    )


def find_reply_token(token: str, *, now: datetime) -> ReplyToken | None:
    """Return whose secret this is and in which thread (`ticket:K7Q-482`); None once it ended."""
    query = select(ReplyToken).where(
        ReplyToken.token_hash == token_hash(token.strip().lower()), ReplyToken.expires_at > now
    )
    return db.session.scalar(query)


@transactional
def delete_expired_reply_tokens(*, now: datetime) -> None:
    """Forget the secrets that ended."""
    db.session.execute(delete(ReplyToken).where(ReplyToken.expires_at <= now))
