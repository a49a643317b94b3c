"""What the grounds look at beyond the dossier itself, read for many dossiers at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import case, func, select

from helpdesk.core.topics import Severity
from helpdesk.db import db
from helpdesk.escalation.grounds.rules import GRAVE
from helpdesk.escalation.models import Escalation
from helpdesk.organisations.models import Organisation
from helpdesk.tickets.models import ACTIVE_SQL, Entry, Ticket
from helpdesk.tickets.rules import EntryKind, EventKind

CANDIDATES_AT_MOST = 20_000
"""Active dossiers looked at in one sweep, those due first."""

ESCALATIONS_AT_MOST = 5_000
LINES_AT_MOST = 5_000
MALFUNCTIONS = (Severity.S1, Severity.S2, Severity.S3)
"""Plain questions have no ground."""


def list_candidate_ids() -> Sequence[int]:
    """List the active dossiers that may have grounds, by deadline; numbers only, off the index of active ones."""
    query = (
        select(Ticket.id)
        .where(ACTIVE_SQL)
        .where(Ticket.severity.in_(MALFUNCTIONS))
        .order_by(Ticket.due_at, Ticket.id)
        .limit(CANDIDATES_AT_MOST)
    )
    return db.session.scalars(query).all()


def list_tickets(ticket_ids: Collection[int]) -> Sequence[Ticket]:
    """List these dossiers, in order of id."""
    return db.session.scalars(select(Ticket).where(Ticket.id.in_(ticket_ids)).order_by(Ticket.id)).all()


def escalations_of(ticket_ids: Collection[int]) -> Mapping[int, list[Escalation]]:
    """Return the escalations of these dossiers, oldest first."""
    query = (
        select(Escalation)
        .where(Escalation.ticket_id.in_(ticket_ids))
        .order_by(Escalation.id)
        .limit(ESCALATIONS_AT_MOST)
    )
    found: dict[int, list[Escalation]] = {}
    for each in db.session.scalars(query):
        found.setdefault(each.ticket_id, []).append(each)
    return found


def monthly_collections_of(tickets: Iterable[Ticket]) -> Mapping[int, int | None]:
    """Return what the dossiers' organisations collect in a month, in cents, by organisation."""
    ids = {each.organisation_id for each in tickets if each.organisation_id is not None}
    query = select(Organisation.id, Organisation.monthly_collection_cents).where(Organisation.id.in_(ids))
    return {row.id: row.monthly_collection_cents for row in db.session.execute(query)} if ids else {}


def vendor_noted_at(tickets: Iterable[Ticket]) -> Mapping[int, datetime]:
    """Return when the provider's reference was written down: with the complaint, or by an agent later.

    Only for dossiers that have a reference and no day of contact.
    """
    noted = {each.id: each.created_at for each in tickets if _needs_the_day(each)}
    if not noted:
        return {}
    query = (
        select(Entry.ticket_id, Entry.event, Entry.created_at)
        .where(Entry.ticket_id.in_(noted))
        .where(Entry.kind == EntryKind.EVENT)
        .order_by(Entry.id.desc())
        .limit(LINES_AT_MOST)
    )
    for line in db.session.execute(query):
        event = line.event or {}
        if event.get("kind") == EventKind.FACTS_CHANGED and "vendor_reference" in event.get("names", ()):
            noted[line.ticket_id] = line.created_at
    return noted


def count_same_cause(*, since: datetime, at_least: int) -> Mapping[int, int]:
    """Count the organisations that met one cause since then, where they are `at_least` so many.

    Given for the first grave dossier of each cause alone: one case, one escalation. A cause is a
    category with its sub-category, in dossiers that are more than plain questions.
    """
    first_grave = func.min(case((Ticket.severity.in_(GRAVE), Ticket.id)))
    organisations = func.count(Ticket.organisation_id.distinct())
    query = (
        select(first_grave.label("first"), organisations.label("count"))
        .where(Ticket.created_at >= since)
        .where(Ticket.subcategory != "")
        .where(Ticket.severity.in_(MALFUNCTIONS))
        .group_by(Ticket.category, Ticket.subcategory)
        .having(organisations >= at_least)
    )
    return {first: count for first, count in db.session.execute(query) if first is not None}


def _needs_the_day(ticket: Ticket) -> bool:
    return bool(ticket.vendor_reference) and ticket.vendor_contacted_on is None
