"""The sweep: every dossier whose grounds are met is proposed, or sent at once, each by itself."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from helpdesk.db import db
from helpdesk.escalation.grounds.queries import list_candidate_ids, list_tickets
from helpdesk.escalation.grounds.rules import next_step
from helpdesk.escalation.grounds.service import look_at
from helpdesk.escalation.proposals.service import propose_if_due
from helpdesk.tickets.models import Ticket

log = logging.getLogger(__name__)

BATCH = 200
"""Dossiers read at once: the statements of a sweep do not grow with each of them."""


def propose_due(*, now: datetime) -> int:
    """Propose every escalation whose grounds are met, each in its own transaction; return how many.

    Any number of workers may run it at once: whoever comes second to a dossier leaves it. An error on
    one dossier is logged and the others go on.
    """
    due = _due(list_candidate_ids(), now=now)
    return sum(_propose(ticket_id, now=now) for ticket_id in due)


def _due(candidates: Sequence[int], *, now: datetime) -> Iterable[int]:
    """Yield the dossiers something is due for, as they are read; each is looked at again under its lock."""
    for start in range(0, len(candidates), BATCH):
        found = _due_among(list_tickets(candidates[start : start + BATCH]), now=now)
        # Let go of what was read: the next batch, and each use case, read anew.
        db.session.rollback()
        yield from found


def _due_among(tickets: Sequence[Ticket], *, now: datetime) -> list[int]:
    """Return which of these dossiers something is due for; one that cannot be read does not hide the others."""
    try:
        looks = look_at(tickets, now=now)
        return [number for number, look in looks.items() if next_step(look.case, look.found)]
    except Exception:
        if len(tickets) > 1:
            return [number for ticket in tickets for number in _due_among([ticket], now=now)]
        log.exception("the grounds of a dossier could not be looked at: ticket id %s", tickets[0].id)
        return []


def _propose(ticket_id: int, *, now: datetime) -> bool:
    try:
        return propose_if_due(ticket_id, now=now) is not None
    except Exception:
        log.exception("the escalation of a dossier could not be proposed: ticket id %s", ticket_id)
        return False
