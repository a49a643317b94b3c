"""One place that writes lines into a dossier's history."""

from datetime import datetime
from typing import Any

from helpdesk.accounts.viewer import Viewer
from helpdesk.db import db
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import EntryKind, EventKind


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
    return _add(ticket, EntryKind.EVENT, now=now, by=by, public=public, event={"kind": kind.value, **values})


def write(
    ticket: Ticket,
    kind: EntryKind,
    body: str,
    *,
    now: datetime,
    by: Viewer | None = None,
    author_name: str = "",
    public: bool = False,
) -> Entry:
    """Add a text to the history: complaint, message, reply, note or call."""
    return _add(ticket, kind, now=now, by=by, public=public, body=body, author_name=author_name)


def _add(
    ticket: Ticket, kind: EntryKind, *, now: datetime, by: Viewer | None, public: bool, **parts: Any
) -> Entry:
    entry = Entry(ticket_id=ticket.id, kind=kind, is_public=public, created_at=now)
    entry.author_id = by.id if by else None
    entry.author_name = parts.get("author_name") or (by.name if by else "")
    entry.body = parts.get("body", "")
    entry.event = parts.get("event")
    db.session.add(entry)
    db.session.flush()
    return entry
