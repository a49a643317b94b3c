"""Taking back that a dossier was resolved, within some seconds: it is as it was, and no mail left."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from helpdesk.core.errors import Refused
from helpdesk.db import db, transactional
from helpdesk.outbox.service import withdraw
from helpdesk.tickets import history
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import EventKind, Status
from helpdesk.tickets.work.holding import Seen, did_already, hold
from helpdesk.tickets.work.rules import may_take_back
from helpdesk.web.i18n import gettext as _

INSTANTS = (
    "first_answer_due_at",
    "resolve_due_at",
    "callback_due_at",
    "due_at",
    "paused_at",
    "resolved_at",
    "updated_at",
)
"""The instants that resolving a dossier changes."""


def photo_of(ticket: Ticket) -> dict[str, Any]:
    """Return all that resolving changes on the row, as plain JSON, for the event that says it was resolved."""
    instants = {name: getattr(ticket, name) for name in INSTANTS}
    return {
        "status": ticket.status.value,
        "clocks": dict(ticket.clocks),
        **{name: at and at.isoformat() for name, at in instants.items()},
    }


def put_back(ticket: Ticket, photo: Mapping[str, Any]) -> None:
    """Give the row what `photo_of` kept of it, to the second that was left on each clock."""
    ticket.status, ticket.clocks = Status(photo["status"]), dict(photo["clocks"])
    for name in INSTANTS:
        setattr(ticket, name, photo[name] and datetime.fromisoformat(photo[name]))


@transactional
def take_back(seen: Seen, *, now: datetime) -> None:
    """Let the dossier be as it was before `seen.viewer` resolved it; its mail, unsent, is gone.

    A line for colleagues takes the place of the one that said it was resolved. A second click does nothing.
    Raises Refused when it is too late, and Stale when something happened since.
    """
    held = hold(seen, now=now, done=did_already(seen, EventKind.RESOLUTION_UNDONE))
    if held.is_repeat:
        return
    ticket = held.ticket
    query = select(Entry).where(Entry.ticket_id == ticket.id).order_by(Entry.id.desc()).limit(1)
    last = db.session.scalars(query).one()
    event, is_own = last.event or {}, last.author_id == seen.viewer.id
    allowed = may_take_back(event, written_at=last.created_at, is_own=is_own, now=now)
    if not allowed or not _mail_is_gone(ticket, last.created_at):
        raise Refused(_("Il est trop tard pour annuler : rouvrez le dossier."), status=409)
    put_back(ticket, event["before"])
    # The one who looks at a page of before must be told: the number never goes back.
    ticket.version += 1
    history.record(ticket, EventKind.RESOLUTION_UNDONE, now=now, by=seen.viewer)
    # Written before the other is deleted: SQLite gives the number of a last line that is gone to the next one, and
    # who looks at a page of before would take that for a line they have seen.
    db.session.flush()
    db.session.delete(last)


def _mail_is_gone(ticket: Ticket, written_at: datetime) -> bool:
    """Take the mail to the member back; tell whether none is left on its way."""
    if not ticket.requester_email:
        return True
    return withdraw("tickets/resolved", f"ticket:{ticket.reference}", written_at=written_at) > 0
