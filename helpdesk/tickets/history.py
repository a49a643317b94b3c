"""One place that writes lines into a dossier's history. A line has its id once the session is flushed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from helpdesk.accounts.viewer import Viewer
from helpdesk.db import db
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import EntryKind, EventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ByMail:
    """Tell of a text that it came by mail: by which, and what that quoted and signed under it.

    `refused` names the files of the mail that were not taken.
    """

    mail_id: int
    message_id: str = ""
    hidden: str = ""
    refused: tuple[str, ...] = ()


def record(
    ticket: Ticket,
    kind: EventKind,
    *,
    now: datetime,
    by: Viewer | None = None,
    public: bool = False,
    **values: Any,
) -> Entry:
    """Add an event to the history; `values` are plain JSON, worded when they are shown."""
    return _added(event_line(ticket, kind, now=now, by=by, public=public, **values))


def write(
    ticket: Ticket,
    kind: EntryKind,
    body: str,
    *,
    now: datetime,
    by: Viewer | None = None,
    author_name: str = "",
    public: bool = False,
    by_mail: ByMail | None = None,
) -> Entry:
    """Add a text to the history: complaint, message, reply, note or call."""
    line = text_line(
        ticket, kind, body, now=now, by=by, author_name=author_name, public=public, by_mail=by_mail
    )
    return _added(line)


def event_line(
    ticket: Ticket,
    kind: EventKind,
    *,
    now: datetime,
    by: Viewer | None = None,
    public: bool = False,
    **values: Any,
) -> Entry:
    """Return the line of an event, not added yet."""
    line = _line(ticket, EntryKind.EVENT, now=now, by=by, public=public)
    line.event = {"kind": kind.value, **values}
    return line


def text_line(
    ticket: Ticket,
    kind: EntryKind,
    body: str,
    *,
    now: datetime,
    by: Viewer | None = None,
    author_name: str = "",
    public: bool = False,
    by_mail: ByMail | None = None,
) -> Entry:
    """Return the line of a text, not added yet."""
    line = _line(ticket, kind, now=now, by=by, public=public)
    line.body = body
    line.author_name = author_name or line.author_name
    if by_mail is not None:
        line.hidden, line.mail_id = by_mail.hidden, by_mail.mail_id
    return line


def _line(ticket: Ticket, kind: EntryKind, *, now: datetime, by: Viewer | None, public: bool) -> Entry:
    return Entry(
        ticket_id=ticket.id,
        kind=kind,
        is_public=public,
        author_id=by.id if by else None,
        author_name=by.name if by else "",
        body="",
        hidden="",
        mail_id=None,
        event=None,
        created_at=now,
    )


def _added(line: Entry) -> Entry:
    # Not flushed one by one: it has its id when the use case asks for it or ends.
    db.session.add(line)
    return line
