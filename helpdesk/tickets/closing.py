"""Closing what was resolved and not contested."""

import logging
from datetime import datetime

from sqlalchemy import select

from helpdesk.db import db, transactional
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.progress import apply
from helpdesk.tickets.queries import lock_ticket
from helpdesk.tickets.rules import CLOSE_AFTER, Action, Status

log = logging.getLogger(__name__)

AT_MOST = 200
"""Dossiers closed in one run; the next run takes the others."""


def close_due(*, now: datetime) -> int:
    """Close the dossiers resolved long enough ago, each in its own transaction; return how many.

    Any number of workers may run it at once: whoever comes second to a dossier leaves it.
    """
    query = (
        select(Ticket.id)
        .where(Ticket.status == Status.RESOLVED)
        .where(Ticket.resolved_at <= now - CLOSE_AFTER)
        .order_by(Ticket.resolved_at)
        .limit(AT_MOST)
    )
    due = list(db.session.scalars(query))
    db.session.rollback()
    return sum(_close_alone(ticket_id, now=now) for ticket_id in due)


def _close_alone(ticket_id: int, *, now: datetime) -> bool:
    try:
        return _close(ticket_id, now=now)
    except Exception:
        log.exception("a resolved dossier could not be closed")
        return False


@transactional
def _close(ticket_id: int, *, now: datetime) -> bool:
    ticket = lock_ticket(ticket_id)
    if (
        ticket.status is not Status.RESOLVED
        or ticket.resolved_at is None
        or ticket.resolved_at > now - CLOSE_AFTER
    ):
        return False
    apply(ticket, Action.CLOSE, now=now)
    return True
