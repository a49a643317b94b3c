"""How often something may be done: counted in the database, so that every process counts together.

Call `check_limit` in the view, before the use case: it commits by itself, and a refused or failed use
case still counts. Where only what succeeds shall count, the use case itself calls `count_within`.
Keys are stored as keyed hashes: the table names no address and no mailbox.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from math import ceil
from typing import Any

from sqlalchemy import CursorResult, TextClause, bindparam, delete, text, update

from helpdesk.accounts.clients import client_key
from helpdesk.accounts.events import pseudonym, record
from helpdesk.accounts.models import Attempts
from helpdesk.accounts.rules import Allowance, Tries
from helpdesk.core.errors import TooMany
from helpdesk.db import UTCDateTime, ask, db, in_use_case, transactional, transactional_unsynced
from helpdesk.web.i18n import ngettext

_COLUMNS = ("scope", "key_hash", "window", "expires_at")

__all__ = [
    "check_limit",
    "check_limits",
    "check_tries",
    "clear_limit",
    "client_key",
    "count_within",
    "delete_expired_attempts",
    "forgive",
]


@dataclass(frozen=True)
class Counted:
    """One counter: what is limited, for whom, and how much of it is allowed."""

    scope: str
    key: str
    allowed: Allowance

    def row(self, now: datetime) -> dict[str, Any]:
        """Return the counter's place in the table for the window that holds `now`."""
        number = int(now.timestamp() // self.allowed.window.total_seconds())
        return {"scope": self.scope, "key_hash": pseudonym(f"{self.scope} {self.key}"), "window": number}

    def ends_at(self, now: datetime) -> datetime:
        """Return when the window that holds `now` is over.

        Windows follow one another from the epoch: two bursts that meet at a border make twice the limit.
        """
        seconds = self.allowed.window.total_seconds()
        return datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, UTC)


def check_limit(scope: str, key: str, *, limit: int, window: timedelta, now: datetime) -> None:
    """Count one attempt; raise TooMany when `key` made more than `limit` of them in this `window`.

    Never inside a use case, which would hold the write lock this needs, and undo the count if it fails.
    """
    _check([Counted(scope, key, Allowance(limit, window))], now=now)


def check_limits(scope: str, keys: Collection[str], *, limit: int, window: timedelta, now: datetime) -> None:
    """Count one attempt for each key, as `check_limit` does; raise TooMany when any of them made too many."""
    _check([Counted(scope, key, Allowance(limit, window)) for key in keys], now=now)


def count_within(scope: str, keys: Collection[str], *, limit: int, window: timedelta, now: datetime) -> None:
    """Count one attempt for each key inside the use case that is limited; raise TooMany as `check_limits` does.

    The use case waits for the write lock once instead of twice; an attempt that fails is not counted.
    """
    _refuse(_count([Counted(scope, key, Allowance(limit, window)) for key in keys], now=now), now=now)


def check_tries(scope: str, tries: Tries, *, account: str, client: str, now: datetime) -> None:
    """Count one attempt on `account` from `client`, and for each of them; raise TooMany beyond `tries`."""
    _check(_three(scope, tries, account=account, client=client), now=now)


@transactional
def forgive(scope: str, tries: Tries, *, account: str, client: str, now: datetime) -> None:
    """Take back the attempt just counted, since it was right; forget the wrong ones of this pair."""
    pair, *others = _three(scope, tries, account=account, client=client)
    clear_limit(pair.scope, pair.key)
    for counted in others:
        db.session.execute(
            update(Attempts)
            .filter_by(**counted.row(now))
            .where(Attempts.count > 0)
            .values(count=Attempts.count - 1)
        )


@transactional
def clear_limit(scope: str, key: str) -> None:
    """Forget what `key` did."""
    db.session.execute(delete(Attempts).filter_by(scope=scope, key_hash=pseudonym(f"{scope} {key}")))


@transactional
def delete_expired_attempts(*, now: datetime) -> int:
    """Remove the windows that are over; return how many. For the worker."""
    done = db.session.execute(delete(Attempts).where(Attempts.expires_at < now))
    assert isinstance(done, CursorResult)
    return done.rowcount


def _three(scope: str, tries: Tries, *, account: str, client: str) -> list[Counted]:
    return [
        Counted(f"{scope}-pair", f"{account} {client}", tries.pair),
        Counted(f"{scope}-account", account, tries.account),
        Counted(f"{scope}-client", client, tries.client),
    ]


def _check(counters: Sequence[Counted], *, now: datetime) -> None:
    if in_use_case():
        raise RuntimeError("a limit is checked before the use case, not inside it")
    _refuse(_count(counters, now=now), now=now)


def _refuse(exceeded: Sequence[Counted], *, now: datetime) -> None:
    if not exceeded:
        return
    wait = max(counted.ends_at(now) for counted in exceeded) - now
    record("limit_reached", detail=",".join(counted.scope for counted in exceeded))
    raise TooMany(_sentence(wait), retry_after=wait)


@transactional_unsynced
def _count(counters: Sequence[Counted], *, now: datetime) -> list[Counted]:
    """Add one to each counter, by one statement, and return those that are over."""
    places = {_place(counted.row(now)): counted for counted in counters}
    values: dict[str, Any] = {}
    for number, (place, counted) in enumerate(places.items()):
        named = (*place, counted.ends_at(now))
        values |= {f"{name}_{number}": value for name, value in zip(_COLUMNS, named, strict=True)}
    counts = ask(_adding_one(len(places)), values)
    found = {tuple(row[:3]): row[3] for row in counts}
    return [counted for place, counted in places.items() if found[place] > counted.allowed.limit]


@cache
def _adding_one(number: int) -> TextClause:
    """Write the statement out, once for each number of counters: SQLAlchemy would build several rows each time."""
    rows = [f"(:scope_{n}, :key_hash_{n}, :window_{n}, 1, :expires_at_{n})" for n in range(number)]
    return text(
        'INSERT INTO attempts (scope, key_hash, "window", count, expires_at) '  # noqa: S608 - numbers alone
        f"VALUES {', '.join(rows)} "
        'ON CONFLICT (scope, key_hash, "window") DO UPDATE SET count = attempts.count + 1 '
        'RETURNING scope, key_hash, "window", count'
    ).bindparams(*(bindparam(f"expires_at_{n}", type_=UTCDateTime()) for n in range(number)))


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["scope"], row["key_hash"], row["window"]


def _sentence(wait: timedelta) -> str:
    minutes = ceil(wait / timedelta(minutes=1))
    return ngettext(
        "Trop de demandes en peu de temps. Recommencez dans une minute.",
        "Trop de demandes en peu de temps. Recommencez dans %(num)d minutes.",
        minutes,
    )
