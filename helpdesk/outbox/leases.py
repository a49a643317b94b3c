"""Who sends which mail: one statement takes a mail, one gives it back or settles it. Each is a short transaction.

A mail is taken for a while only. When its worker dies, the lease runs out and another takes it again: it may
then arrive twice, with the same Message-ID, and is never lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from helpdesk.config import settings
from helpdesk.db import UTCDateTime, db, transactional
from helpdesk.outbox.gates import Gate, find_gate
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.reply_tokens import keep_reply_token
from helpdesk.outbox.rules import UNSETTLED, Reason, State

EMPTY: dict[str, Any] = {"text": "", "markdown": "", "inserts": []}
"""A body that held a one-time link, once nobody needs it."""

FREE: dict[str, Any] = {"lease_until": None, "leased_by": None}

REFERENCES = 10
"""How many earlier Message-IDs a mail names, so that mail programs show the exchange together."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Who takes mails, and for how long each."""

    worker: str
    lease: timedelta


def is_anything_due(*, now: datetime) -> bool:
    """Tell whether a worker has something to do, without writing anything."""
    waiting = OutgoingMail.state == State.QUEUED
    found = or_(
        and_(waiting, OutgoingMail.not_before <= now),
        and_(waiting, OutgoingMail.useless_after <= now),
        _is_abandoned(now),
    )
    return bool(db.session.scalar(select(exists().where(found))))


@transactional
def tidy(*, now: datetime) -> None:
    """Free the mails whose lease ran out, and empty those whose one-time link expired before they left."""
    db.session.execute(update(OutgoingMail).where(_is_abandoned(now)).values(state=State.QUEUED, **FREE))
    db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.state == State.QUEUED, OutgoingMail.useless_after <= now)
        .values(state=State.EXPIRED, **EMPTY)
    )
    db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.state == State.DEAD, OutgoingMail.useless_after <= now, OutgoingMail.text != "")
        .values(**EMPTY)
    )


@transactional
def take_next(*, now: datetime, hold: Hold) -> OutgoingMail | None:
    """Lease the mail that should leave first, or return None when all are taken, waiting or held back.

    Urgent ones go first. A mail waits for earlier ones about the same thing to the same person. Of notices
    that say the same, the first leaves for all.
    """
    gate = find_gate(now=now)
    if gate.is_shut:
        return None
    mail = db.session.scalars(
        _claim(gate), {"now": now, "until": now + hold.lease, "worker": hold.worker}
    ).one_or_none()
    if mail is not None:
        db.session.expunge(mail)
        _collapse(mail)
        if mail.answerable and mail.thread and settings().mail_inbound_address:
            keep_reply_token(mail.thread, mail.to_address, now=now)
    return mail


def list_references(mail: OutgoingMail) -> list[str]:
    """Return the Message-IDs sent earlier about the same thing to the same person, oldest first."""
    if mail.thread is None:
        return []
    earlier = (
        select(OutgoingMail.message_id)
        .where(OutgoingMail.thread == mail.thread, OutgoingMail.to_address == mail.to_address)
        .where(OutgoingMail.id < mail.id, OutgoingMail.state == State.SENT)
        .order_by(OutgoingMail.id.desc())
        .limit(REFERENCES)
    )
    return list(reversed(db.session.scalars(earlier).all()))


@transactional
def settle_and_take(
    mail: OutgoingMail, values: Mapping[str, Any], *, hold: Hold, now: datetime, takes_next: bool
) -> tuple[bool, OutgoingMail | None]:
    """Write what became of a leased mail and take the next, if wanted, in one wait for the disk.

    The first value is False when the lease was lost meanwhile.
    """
    kept = _settle(mail, values, hold)
    return kept, take_next(now=now, hold=hold) if takes_next else None


def _settle(mail: OutgoingMail, values: Mapping[str, Any], hold: Hold) -> bool:
    result: Any = db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.id == mail.id, OutgoingMail.state == State.SENDING)
        .where(OutgoingMail.leased_by == hold.worker)
        .values(**values, **FREE)
    )
    return bool(result.rowcount)


@transactional
def free_leases_of(workers: Iterable[str]) -> int:
    """Free the mails that dead workers held; return how many."""
    result: Any = db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.state == State.SENDING, OutgoingMail.leased_by.in_(list(workers)))
        .values(state=State.QUEUED, **FREE)
    )
    return int(result.rowcount)


def _collapse(mail: OutgoingMail) -> None:
    """Let one notice stand for the later ones that tell the same person the same about the same dossier.

    The same means the same words: whatever one of them says besides must reach its reader.
    """
    if mail.person_id is None or mail.thread is None or mail.carries_secret:
        return
    db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.thread == mail.thread, OutgoingMail.to_address == mail.to_address)
        .where(OutgoingMail.id > mail.id, OutgoingMail.state == State.QUEUED)
        .where(OutgoingMail.event == mail.event, OutgoingMail.useless_after.is_(None))
        .where(OutgoingMail.subject == mail.subject, OutgoingMail.text == mail.text)
        .values(state=State.DISCARDED, reason=Reason.COLLAPSED, **EMPTY)
        .execution_options(synchronize_session=False)
    )


def _is_abandoned(now: datetime) -> ColumnElement[bool]:
    return and_(OutgoingMail.state == State.SENDING, OutgoingMail.lease_until <= now)


@lru_cache(maxsize=64)
def _claim(gate: Gate) -> Any:
    """Return the statement that takes a mail; built once, since building it takes longer than running it."""
    now = bindparam("now", type_=UTCDateTime())
    return (
        update(OutgoingMail)
        .where(OutgoingMail.id.in_(select(_next_due(now, gate))))
        .values(
            state=State.SENDING,
            attempts=OutgoingMail.attempts + 1,
            tried_at=now,
            first_tried_at=func.coalesce(OutgoingMail.first_tried_at, now),
            lease_until=bindparam("until", type_=UTCDateTime()),
            leased_by=bindparam("worker"),
        )
        .returning(OutgoingMail)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


def _next_due(now: BindParameter[datetime], gate: Gate) -> Any:
    """Return the id to take, as a common table expression: PostgreSQL then evaluates it, and locks, once only.

    SKIP LOCKED lets several workers take different mails at once; SQLite has one writer and leaves it out.
    """
    earlier = aliased(OutgoingMail)
    is_held_back = (
        exists()
        .where(earlier.thread == OutgoingMail.thread, earlier.to_address == OutgoingMail.to_address)
        .where(earlier.id < OutgoingMail.id, earlier.state.in_(UNSETTLED))
    )
    due = (
        select(OutgoingMail.id)
        .where(OutgoingMail.state == State.QUEUED, OutgoingMail.not_before <= now)
        .where(or_(OutgoingMail.useless_after.is_(None), OutgoingMail.useless_after > now))
        .where(*gate.lets_through())
        .where(~is_held_back)
        .order_by(OutgoingMail.lane, OutgoingMail.not_before, OutgoingMail.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=OutgoingMail)
    )
    return due.cte("due")
