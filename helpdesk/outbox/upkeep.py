"""Forgetting in time what mails said that left, or that nobody needs any more."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from helpdesk.config import settings
from helpdesk.db import db, transactional
from helpdesk.outbox.leases import EMPTY
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.rules import State

AT_MOST = 500
"""Mails of one transaction."""
SETTLED = (State.SENT, State.DISCARDED, State.EXPIRED)
"""States in which nobody has anything left to decide: what was given up waits for somebody."""


def forget_sent(*, now: datetime) -> int:
    """Forget the words of old mails that are settled, and those of no thread altogether; return how many.

    Of a mail in a thread stay its Message-ID, its recipient and when it left: by them answers find their dossier
    and mail programs show the exchange together.
    """
    forgotten, before = 0, now - timedelta(days=settings().mail_sent_days)
    while count := _delete_some(before) + _empty_some(before):
        forgotten += count
    return forgotten


@transactional
def _delete_some(before: datetime) -> int:
    old = (
        select(OutgoingMail.id)
        .where(OutgoingMail.thread.is_(None), OutgoingMail.created_at < before)
        .where(OutgoingMail.state.in_(SETTLED))
        .limit(AT_MOST)
    )
    result: Any = db.session.execute(delete(OutgoingMail).where(OutgoingMail.id.in_(old)))
    return int(result.rowcount)


@transactional
def _empty_some(before: datetime) -> int:
    old = (
        select(OutgoingMail.id)
        .where(OutgoingMail.text != "", OutgoingMail.created_at < before)
        .where(OutgoingMail.state.in_(SETTLED))
        .limit(AT_MOST)
    )
    result: Any = db.session.execute(update(OutgoingMail).where(OutgoingMail.id.in_(old)).values(**EMPTY))
    return int(result.rowcount)
