"""Forgetting in time: the bytes of old mails, mails that led to nothing, and what the brake against loops is past."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from helpdesk.config import settings
from helpdesk.db import db, transactional
from helpdesk.intake.filing.brake import forget_old_answers
from helpdesk.intake.models import IncomingMail, RawMail
from helpdesk.intake.rules import State

AT_MOST = 500
"""Mails whose bytes are forgotten by one transaction."""


def forget_old(*, now: datetime) -> int:
    """Forget the bytes of mails that are old enough and were filed, and mails of no dossier; return how many."""
    forgotten, before = 0, now - timedelta(days=settings().mail_raw_days)
    while count := _forget_some(before) + _forget_fruitless(before):
        forgotten += count
    forget_old_answers(now=now)
    return forgotten


@transactional
def _forget_some(before: datetime) -> int:
    """Forget those of a mail nobody read only once somebody decided about it: they are the only copy."""
    old = (
        select(RawMail.mail_id)
        .join(IncomingMail, IncomingMail.id == RawMail.mail_id)
        .where(IncomingMail.received_at < before)
        .where(IncomingMail.state.in_([State.FILED, State.SILENT, State.IGNORED]))
        .limit(AT_MOST)
    )
    result: Any = db.session.execute(delete(RawMail).where(RawMail.mail_id.in_(old)))
    return int(result.rowcount)


@transactional
def _forget_fruitless(before: datetime) -> int:
    """Forget mails that belong to no dossier and ask for nothing: who wrote them is nobody's business any more."""
    old = (
        select(IncomingMail.id)
        .where(IncomingMail.received_at < before, IncomingMail.ticket_id.is_(None))
        .where(IncomingMail.state.in_([State.SILENT, State.IGNORED]))
        .limit(AT_MOST)
    )
    result: Any = db.session.execute(delete(IncomingMail).where(IncomingMail.id.in_(old)))
    return int(result.rowcount)
