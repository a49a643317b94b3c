"""Writing again when nobody moves: to the supervisors, to the administrators, to a second addressee."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from helpdesk.config import settings
from helpdesk.core.hours import Hours
from helpdesk.db import db, transactional
from helpdesk.desks.queries import get_desk, hours_of
from helpdesk.escalation.follow_up.rules import Reminder, Timeline, reminder_due
from helpdesk.escalation.follow_up.service import follow_up_limits
from helpdesk.escalation.letters import remind_supervisors, write_to
from helpdesk.escalation.models import Escalation
from helpdesk.escalation.queries import lock_both
from helpdesk.escalation.rules import State
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import ACTIVE
from helpdesk.web.context import support_hours

log = logging.getLogger(__name__)

WAITING_AT_MOST = 2_000


def remind_due(*, now: datetime) -> int:
    """Write about every escalation nobody moved on in time, each in its own transaction; return how many.

    Opening hours count, holidays do not. Any number of workers may run it at once.
    """
    return sum(_remind(escalation_id, now=now) for escalation_id in _list_waiting())


def _list_waiting() -> Sequence[int]:
    """List the escalations that wait and have a reminder left, those that wait longest first."""
    proposed = (Escalation.state == State.PROPOSED) & Escalation.supervisor_told_at.is_(None)
    sent = (Escalation.state == State.SENT) & Escalation.second_told_at.is_(None)
    query = (
        select(Escalation.id)
        .join(Ticket, Ticket.id == Escalation.ticket_id)
        .where(Escalation.state.in_([State.PROPOSED, State.SENT]))
        .where(or_(proposed, sent))
        .where(Ticket.status.in_(ACTIVE))
        .order_by(Escalation.proposed_at, Escalation.id)
        .limit(WAITING_AT_MOST)
    )
    return db.session.scalars(query).all()


def _remind(escalation_id: int, *, now: datetime) -> bool:
    try:
        return remind_if_due(escalation_id, now=now) is not None
    except Exception:
        log.exception("no reminder could be written: escalation id %s", escalation_id)
        return False


@transactional
def remind_if_due(escalation_id: int, *, now: datetime) -> Reminder | None:
    """Write the one reminder that is due now about an escalation, and return which; None when none is."""
    ticket, escalation = lock_both(escalation_id)
    due = reminder_due(
        _timeline(escalation), limits=follow_up_limits(), now=now, hours=_hours(ticket, escalation)
    )
    if due is None or ticket.status not in ACTIVE:
        return None
    if due is Reminder.SUPERVISOR:
        escalation.supervisor_told_at = now
        remind_supervisors(escalation, ticket, now=now)
    elif due is Reminder.ADMINISTRATORS:
        escalation.reminded_at = now
        write_to("reminder", settings().escalation_to, escalation, ticket, now=now)
    else:
        escalation.second_told_at = now
        write_to("second", settings().escalation_second_to, escalation, ticket, now=now)
    return due


def _timeline(escalation: Escalation) -> Timeline:
    return Timeline(
        state=escalation.state,
        proposed_at=escalation.proposed_at,
        is_loud=escalation.is_loud,
        supervisor_told_at=escalation.supervisor_told_at,
        sent_at=escalation.sent_at,
        reminded_at=escalation.reminded_at,
        second_told_at=escalation.second_told_at,
    )


def _hours(ticket: Ticket, escalation: Escalation) -> Hours:
    """Return whose hours count: the desk's while a proposal waits for it, the service's once it is sent."""
    return hours_of(get_desk(ticket.desk_id)) if escalation.state is State.PROPOSED else support_hours()
