"""What administrators see listed: every escalation that was sent, none that was only proposed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from helpdesk.db import db
from helpdesk.escalation.models import Escalation
from helpdesk.escalation.rules import State
from helpdesk.tickets.models import Ticket

ROWS_AT_MOST = 100
WAITING = (State.SENT, State.ACKNOWLEDGED, State.IN_CHARGE)
SETTLED = (State.ANSWERED, State.REFUSED)


def list_sent() -> tuple[Sequence[Row[Any]], Sequence[Row[Any]]]:
    """List those that wait for an answer, the most pressing first, and those settled, the last one first."""
    waiting = _rows(WAITING).order_by(Escalation.respond_by, Escalation.id)
    settled = _rows(SETTLED).order_by(Escalation.closed_at.desc(), Escalation.id.desc())
    return db.session.execute(waiting).all(), db.session.execute(settled).all()


def _rows(states: Sequence[State]) -> Any:
    return (
        select(
            Escalation.id,
            Escalation.state,
            Escalation.sent_at,
            Escalation.respond_by,
            Escalation.closed_at,
            Ticket.reference,
            Ticket.severity,
            Ticket.category,
            Ticket.subcategory,
        )
        .join(Ticket, Ticket.id == Escalation.ticket_id)
        .where(Escalation.state.in_(states))
        .limit(ROWS_AT_MOST)
    )
