"""Finding the dossiers that were made one, and those that could be."""

from dataclasses import dataclass

from sqlalchemy import select

from helpdesk.core.errors import NotFound
from helpdesk.core.identifiers import normalise_reference
from helpdesk.db import db
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.work.merging.models import TicketMerge
from helpdesk.tickets.work.reach import reach_values, visible_to
from helpdesk.tickets.work.rules import Reach


@dataclass(frozen=True, slots=True)
class Merged:
    """The dossier that another one went into, and whether that one went further; no subject for who may not see it."""

    reference: str
    subject: str
    went_further: bool


def find_seen(reference: str, reach: Reach) -> int | None:
    """Return the number of the dossier if it may be seen, however its reference is typed."""
    query = select(Ticket.id).where(Ticket.reference == (normalise_reference(reference) or ""))
    return db.session.scalar(query.where(visible_to(reach)), reach_values(reach))


def get_merge(source_id: int) -> TicketMerge:
    """Return the merge that holds for a dossier; raise NotFound."""
    query = (
        select(TicketMerge)
        .where(TicketMerge.source_id == source_id)
        .where(TicketMerge.undone_at.is_(None))
        .order_by(TicketMerge.id.desc())
        .limit(1)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def find_target(ticket: Ticket, reach: Reach) -> Merged | None:
    """Return where the history of a dossier went, as far as one may see; None when it has it itself."""
    if ticket.merged_into_id is None:
        return None
    target = db.session.get(Ticket, ticket.merged_into_id)
    if target is None:
        return None
    is_seen = find_seen(target.reference, reach) is not None
    return Merged(target.reference, target.subject if is_seen else "", target.merged_into_id is not None)
