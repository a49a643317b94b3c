"""What tests of the private link share."""

from sqlalchemy import select

from helpdesk.core.clock import now as clock_now
from helpdesk.db import db, transactional
from helpdesk.tickets import history
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.progress import apply
from helpdesk.tickets.queries import lock_ticket
from helpdesk.tickets.rules import Action, EntryKind


@transactional
def move(ticket: Ticket, action: Action, **values) -> None:
    apply(lock_ticket(ticket.id), action, now=clock_now(), **values)


@transactional
def write(ticket: Ticket, kind: EntryKind, text: str, *, public: bool, by=None) -> None:
    history.write(ticket, kind, text, now=clock_now(), by=by, public=public)


def the_ticket() -> Ticket:
    return db.session.scalars(select(Ticket).execution_options(populate_existing=True)).one()
