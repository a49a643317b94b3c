"""What still lies at a desk that is to close."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select

from helpdesk.db import db
from helpdesk.tickets.models import RoutingRule, Ticket
from helpdesk.tickets.rules import ACTIVE

RULES_NAMED = 20


def count_open(desk_id: int) -> int:
    """Count the dossiers of the desk on which somebody still owes something."""
    return db.session.scalar(select(func.count(Ticket.id)).where(*_open_at(desk_id))) or 0


def list_open(desk_id: int, *, limit: int) -> Sequence[Ticket]:
    """List these dossiers, what is due first before the others."""
    query = (
        select(Ticket)
        .where(*_open_at(desk_id))
        .order_by(Ticket.due_at.is_(None), Ticket.due_at, Ticket.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def list_open_ids(desk_id: int, *, limit: int) -> Sequence[int]:
    """List the ids of these dossiers, oldest first."""
    query = select(Ticket.id).where(*_open_at(desk_id)).order_by(Ticket.id).limit(limit)
    return db.session.scalars(query).all()


def list_rules_to(desk_id: int) -> Sequence[str]:
    """List the names of the rules that send dossiers to the desk, in the order they are tried."""
    query = (
        select(RoutingRule.name)
        .where(RoutingRule.desk_id == desk_id)
        .order_by(RoutingRule.position, RoutingRule.id)
        .limit(RULES_NAMED)
    )
    return db.session.scalars(query).all()


def _open_at(desk_id: int) -> tuple[ColumnElement[bool], ...]:
    return Ticket.desk_id == desk_id, Ticket.status.in_(ACTIVE)
