"""Escalations as agents may see them: those of the dossiers they may see."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, select

from helpdesk.core.errors import NotFound
from helpdesk.core.identifiers import normalise_reference
from helpdesk.db import db
from helpdesk.escalation.models import Escalation
from helpdesk.escalation.rules import State
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import ACTIVE
from helpdesk.tickets.work.reach import reach_values, visible_to
from helpdesk.tickets.work.rules import Reach

ROWS_AT_MOST = 100


class Tab(StrEnum):
    """Name a list; the values stand in addresses."""

    PROPOSED = "a-confirmer"
    WAITING = "en-attente"
    SETTLED = "terminees"


STATES_OF: Mapping[Tab, frozenset[State]] = MappingProxyType(
    {
        Tab.PROPOSED: frozenset({State.PROPOSED}),
        Tab.WAITING: frozenset({State.SENT, State.ACKNOWLEDGED, State.IN_CHARGE}),
        Tab.SETTLED: frozenset({State.ANSWERED, State.REFUSED, State.DISMISSED}),
    }
)


def get_ticket(reference: str, reach: Reach) -> Ticket:
    """Return the dossier, however its reference is typed; raise NotFound when it may not be seen."""
    query = (
        select(Ticket)
        .where(Ticket.reference == (normalise_reference(reference) or ""))
        .where(visible_to(reach))
    )
    found = db.session.scalar(query, reach_values(reach))
    if found is None:
        raise NotFound
    return found


def get_escalation(escalation_id: int, reach: Reach) -> tuple[Escalation, Ticket]:
    """Return an escalation with its dossier; raise NotFound when the dossier may not be seen."""
    query = (
        select(Escalation, Ticket)
        .join(Ticket, Ticket.id == Escalation.ticket_id)
        .where(Escalation.id == escalation_id)
        .where(visible_to(reach))
    )
    row = db.session.execute(query, reach_values(reach)).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def list_escalations(tab: Tab, reach: Reach) -> Sequence[Row[Any]]:
    """List the escalations of a tab: those that wait longest first, settled ones the last first.

    A proposal whose dossier was resolved meanwhile waits for nobody and is left out.
    """
    query: Any = (
        select(Escalation, Ticket.reference, Ticket.subject, Ticket.severity, Ticket.organisation_text)
        .join(Ticket, Ticket.id == Escalation.ticket_id)
        .where(Escalation.state.in_(STATES_OF[tab]))
        .where(visible_to(reach))
        .limit(ROWS_AT_MOST)
    )
    if tab is Tab.PROPOSED:
        query = query.where(Ticket.status.in_(ACTIVE)).order_by(Escalation.proposed_at, Escalation.id)
    elif tab is Tab.WAITING:
        query = query.order_by(Escalation.respond_by, Escalation.id)
    else:
        query = query.order_by(Escalation.closed_at.desc(), Escalation.id.desc())
    return db.session.execute(query, reach_values(reach)).all()
