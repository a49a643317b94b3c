"""Addresses that nothing is sent to, looked up when a mail is about to leave, and how they come and go."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from helpdesk.core.errors import NotFound, Refused
from helpdesk.core.identifiers import email_key, one_line
from helpdesk.db import db, insert_unless_taken, transactional
from helpdesk.outbox.bounce_rules import SOFT_SUPPRESSION, SUPPRESS_AT, Cause, Verdict, score_now
from helpdesk.outbox.models import Suppression
from helpdesk.web.i18n import gettext as _

log = logging.getLogger(__name__)

BECAUSE_LENGTH = 300


def find_suppression(address: str, *, now: datetime) -> Suppression | None:
    """Return why nothing is sent to `address` now; None when mail may go there."""
    query = select(Suppression).where(Suppression.address_key == email_key(address), _in_force(now))
    return db.session.scalar(query)


def suppressed_keys(*, now: datetime) -> Any:
    """Return the keys of the addresses that nothing is sent to now, as a query: for conditions."""
    return select(Suppression.address_key).where(_in_force(now))


def list_suppressions(*, now: datetime, limit: int, before: int | None = None) -> Sequence[Suppression]:
    """Return the addresses that nothing is sent to, the latest first, those with an id under `before` only."""
    query = select(Suppression).where(_in_force(now)).order_by(Suppression.id.desc()).limit(limit)
    if before is not None:
        query = query.where(Suppression.id < before)
    return db.session.scalars(query).all()


def count_suppressions(*, now: datetime) -> int:
    """Count the addresses that nothing is sent to."""
    return db.session.scalar(select(func.count()).select_from(Suppression).where(_in_force(now))) or 0


@transactional
def add_score(address: str, verdict: Verdict, *, status: str, text: str, now: datetime) -> Suppression:
    """Count one failure against an address, and suppress it when that makes too many."""
    row = _row(address, now)
    row.score = score_now(row.score, scored_at=row.scored_at, now=now) + verdict.weight
    row.scored_at, row.status, row.text = now, status, text
    if row.suppressed_at is None and row.score >= SUPPRESS_AT:
        _suppress(row, Cause.HARD if verdict.is_dead else Cause.SOFT, now)
    elif verdict.is_dead and row.cause is Cause.SOFT:
        _suppress(row, Cause.HARD, now)
    return row


@transactional
def suppress_complaint(address: str, *, now: datetime) -> Suppression:
    """Send nothing more to who called a mail of ours unwanted."""
    row = _row(address, now)
    _suppress(row, Cause.COMPLAINT, now)
    return row


@transactional
def suppress_by_hand(address: str, *, by: str, because: str, now: datetime) -> Suppression:
    """Send nothing more to an address because `by` decided so; who and why is shown beside it."""
    row = _row(address, now)
    row.text = _("%(name)s : %(why)s", name=by, why=one_line(because)[:BECAUSE_LENGTH])
    _suppress(row, Cause.BY_HAND, now)
    return row


@transactional
def lift_suppression(suppression_id: int, *, by: str, because: str, now: datetime) -> Suppression:
    """Send to an address again; who did so and why stays written."""
    row = db.session.get(Suppression, suppression_id)
    if row is None or row.suppressed_at is None:
        raise NotFound
    row.lifted_because = one_line(because)[:BECAUSE_LENGTH]
    if not row.lifted_because:
        raise Refused(_("Dites pourquoi l’adresse peut de nouveau recevoir nos courriels."))
    row.lifted_at, row.lifted_by = now, by
    row.suppressed_at = row.until_at = None
    row.score, row.scored_at = 0.0, now
    log.info("suppression %s lifted", row.id)
    return row


def _row(address: str, now: datetime) -> Suppression:
    """Return what is known against an address, clean when a suppression of it ended by itself."""
    key = email_key(address)
    new = Suppression(address_key=key, cause=Cause.SOFT, status="", text="", score=0.0, scored_at=now)
    new.lifted_by = new.lifted_because = ""
    row = (
        insert_unless_taken(new)
        or db.session.scalars(select(Suppression).where(Suppression.address_key == key)).one()
    )
    if row.until_at is not None and row.until_at <= now:
        row.suppressed_at = row.until_at = None
    return row


def _suppress(row: Suppression, cause: Cause, now: datetime) -> None:
    row.cause, row.suppressed_at = cause, now
    row.until_at = now + SOFT_SUPPRESSION if cause is Cause.SOFT else None


def _in_force(now: datetime) -> ColumnElement[bool]:
    return and_(
        Suppression.suppressed_at.is_not(None),
        or_(Suppression.until_at.is_(None), Suppression.until_at > now),
    )
