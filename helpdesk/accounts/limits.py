"""How often something may be done: counted in the database, so that every process counts together.

Call `check_limit` in the view, before the use case: it commits by itself, and a refused or failed use
case still counts. Keys are stored as keyed hashes: the table names no address and no mailbox.
"""

import hashlib
import hmac
import logging
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address
from math import ceil

from flask import Request
from sqlalchemy import CursorResult, delete

from helpdesk.accounts.models import Attempts
from helpdesk.config import settings
from helpdesk.core.errors import TooMany
from helpdesk.db import INSERTS, db, in_use_case, transactional
from helpdesk.web.i18n import ngettext

log = logging.getLogger("helpdesk.security")


def check_limit(scope: str, key: str, *, limit: int, window: timedelta, now: datetime) -> None:
    """Count one attempt; raise TooMany when `key` made more than `limit` of them in this `window`.

    Windows follow one another from the epoch, so two bursts may meet at a border: the worst case is
    twice the limit. Never inside a use case, which holds the write lock this needs.
    """
    if in_use_case():
        raise RuntimeError("check_limit belongs before the use case, not inside it")
    number = int(now.timestamp() // window.total_seconds())
    ends = datetime.fromtimestamp((number + 1) * window.total_seconds(), UTC)
    hashed = key_hash(scope, key)
    if _count(scope, hashed, number, ends) <= limit:
        return
    log.warning("limit reached scope=%s key=%s", scope, hashed[:12])
    raise TooMany(_sentence(ends - now), retry_after=ends - now)


@transactional
def clear_limit(scope: str, key: str) -> None:
    """Forget what `key` did, for instance once the right password was given."""
    db.session.execute(delete(Attempts).filter_by(scope=scope, key_hash=key_hash(scope, key)))


@transactional
def delete_expired_attempts(*, now: datetime) -> int:
    """Remove the windows that are over; return how many. For the worker."""
    done = db.session.execute(delete(Attempts).where(Attempts.expires_at < now))
    assert isinstance(done, CursorResult)
    return done.rowcount


def client_key(request: Request) -> str:
    """Return the key of the network a request comes from: an IPv4 address, or the /64 of an IPv6 one.

    One household or office holds a whole /64, so single IPv6 addresses would not limit anybody.
    """
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> 64 << 64)}/64"


def key_hash(scope: str, key: str) -> str:
    """Return what stands for `key` in the table and in logs; of no use without the secret key."""
    secret = settings().secret_key.get_secret_value().encode() or b"only for demo and tests"
    return hmac.new(secret, f"limits\0{scope}\0{key}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


@transactional
def _count(scope: str, hashed: str, number: int, ends: datetime) -> int:
    insert = INSERTS[db.engine.dialect.name](Attempts).values(
        scope=scope, key_hash=hashed, window=number, count=1, expires_at=ends
    )
    counted: int = db.session.execute(
        insert.on_conflict_do_update(
            index_elements=["scope", "key_hash", "window"], set_={"count": Attempts.count + 1}
        ).returning(Attempts.count)
    ).scalar_one()
    return counted


def _sentence(wait: timedelta) -> str:
    minutes = ceil(wait / timedelta(minutes=1))
    return ngettext(
        "Trop de demandes en peu de temps. Recommencez dans une minute.",
        "Trop de demandes en peu de temps. Recommencez dans %(num)d minutes.",
        minutes,
    )
