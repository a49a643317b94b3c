"""Reading one dossier for agents: three statements, however long its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import Row, Table, bindparam, select, union_all

from helpdesk.accounts.models import Person
from helpdesk.core.errors import NotFound
from helpdesk.core.identifiers import normalise_reference
from helpdesk.db import ask, db
from helpdesk.organisations.affiliation.queries import last_day_of
from helpdesk.organisations.models import Organisation, OrganisationContact
from helpdesk.tickets.models import Attachment, Entry, Ticket
from helpdesk.tickets.rules import EntryKind
from helpdesk.tickets.work.reach import reach_values, ticket, visible
from helpdesk.tickets.work.rules import Reach

LINES_SHOWN = 100
"""How much of a long history a page shows at first: its end."""

LINES_AT_MOST = 2000
PREVIOUS_SHOWN = 5

entry = cast(Table, Entry.__table__).c
attachment = cast(Table, Attachment.__table__).c


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier with its agent, the organisation it concerns, if it is known, and whom to reach there.

    `affiliated_until` is the last day of the latest year for which the organisation is affiliated.
    """

    ticket: Ticket
    assignee: str
    organisation: Organisation | None
    contacts: tuple[OrganisationContact, ...]
    affiliated_until: date | None


class LineRow(NamedTuple):
    """A line of a history beside one of its files, if it has any, in the order of the columns of `_lines`."""

    id: int
    kind: EntryKind
    author_id: int | None
    author_name: str
    body: str
    hidden: str
    mail_id: int | None
    event: dict[str, Any] | None
    created_at: datetime
    file_id: int | None
    file_name: str | None
    file_size: int | None


def get_dossier(reference: str, reach: Reach) -> Dossier:
    """Return the dossier, however its reference is typed; raise NotFound when it may not be seen."""
    values = {"reference": normalise_reference(reference) or "", **reach_values(reach)}
    rows = db.session.execute(_dossier(sees_all=reach.supervises), values).all()
    if not rows:
        raise NotFound
    found, assignee, organisation, _contact, affiliated_until = rows[0]
    contacts = tuple(row[3] for row in rows if row[3] is not None)
    return Dossier(found, assignee or "", organisation, contacts, affiliated_until)


def list_lines(ticket_id: int, *, limit: int = LINES_SHOWN, after: int = 0) -> Sequence[LineRow]:
    """List the last lines of a history, oldest first, each as often as it has files, at least once."""
    values = {"ticket": ticket_id, "after": after, "limit": limit}
    return [LineRow(*row) for row in ask(_lines(), values)]


def list_previous(of: Ticket, reach: Reach) -> Sequence[Row[Any]]:
    """List the last other dossiers of who asks, known by mailbox or telephone, one more than are shown."""
    if not (of.requester_email or of.requester_phone):
        return []
    values = {
        "id": of.id,
        "email": of.requester_email,
        "phone": of.requester_phone,
        **reach_values(reach),
    }
    rows = ask(_previous(sees_all=reach.supervises), values)
    return list({row.id: row for row in rows}.values())[: PREVIOUS_SHOWN + 1]


def find_file(ticket_id: int, file_id: int) -> Attachment | None:
    """Return a file of the dossier, or None."""
    query = select(Attachment).where(Attachment.id == file_id).where(Attachment.ticket_id == ticket_id)
    return db.session.scalar(query)


@cache
def _dossier(*, sees_all: bool) -> Any:
    at_organisation = OrganisationContact.organisation_id == Ticket.organisation_id
    return (
        select(Ticket, Person.name, Organisation, OrganisationContact, last_day_of(Ticket.organisation_id))
        .join(Person, Person.id == Ticket.assignee_id, isouter=True)
        .join(Organisation, Organisation.id == Ticket.organisation_id, isouter=True)
        .join(OrganisationContact, at_organisation, isouter=True)
        .where(Ticket.reference == bindparam("reference"))
        .where(visible(sees_all=sees_all))
        .order_by(OrganisationContact.function, OrganisationContact.id)
        .limit(50)
    )


@cache
def _lines() -> Any:
    last = (
        select(*(entry[name] for name in LineRow._fields if not name.startswith("file_")))
        .where(entry.ticket_id == bindparam("ticket"), entry.id > bindparam("after"))
        .order_by(entry.id.desc())
        .limit(bindparam("limit"))
        .subquery()
    )
    files = (
        attachment.id.label("file_id"),
        attachment.name.label("file_name"),
        attachment.size.label("file_size"),
    )
    return (
        select(last, *files)
        .join(cast(Table, Attachment.__table__), attachment.entry_id == last.c.id, isouter=True)
        .order_by(last.c.id, attachment.id)
    )


@cache
def _previous(*, sees_all: bool) -> Any:
    """Two reads of an index, by mailbox and by telephone, each of a page at most; a row may come twice."""
    both = union_all(
        *(
            select(_by(column, name, sees_all=sees_all).subquery())
            for column, name in ((ticket.requester_email, "email"), (ticket.requester_phone, "phone"))
        )
    ).subquery()
    return select(both).order_by(both.c.id.desc())


def _by(column: Any, name: str, *, sees_all: bool) -> Any:
    # An empty address is nobody's: it must not bring all dossiers without one.
    return (
        select(ticket.id, ticket.reference, ticket.subject)
        .where(column == bindparam(name), column != "", ticket.id != bindparam("id"))
        .where(visible(sees_all=sees_all))
        .order_by(ticket.id.desc())
        .limit(PREVIOUS_SHOWN + 1)
    )
