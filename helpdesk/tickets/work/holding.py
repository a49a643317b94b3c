"""Taking hold of a dossier to change it: seen by who asks, locked, and unchanged since they looked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.clock import local
from helpdesk.core.errors import NotFound, Refused
from helpdesk.db import db
from helpdesk.desks.directory import Directory, read_directory
from helpdesk.tickets.models import Attachment, Entry, Ticket
from helpdesk.tickets.queries import check_version, lock_ticket
from helpdesk.tickets.rules import EntryKind, EventKind
from helpdesk.tickets.work.reach import reach_of, reach_values, visible_to
from helpdesk.web.i18n import gettext as _

LINES_LOOKED_AT = 50
ENDS = frozenset({EventKind.WAITING, EventKind.RESOLVED})


@dataclass(frozen=True, slots=True)
class Seen:
    """A dossier as somebody had it before their eyes when they decided to act."""

    reference: str
    viewer: Viewer
    version: int
    last_line: int = 0
    """Id of the last line of the history that was shown."""


@dataclass(frozen=True, slots=True)
class Held:
    """A dossier locked for a change, and who works where today."""

    ticket: Ticket
    directory: Directory
    is_repeat: bool = False
    """The same person has just done the same: a second click, to be taken for done."""


def hold(seen: Seen, *, now: datetime, done: Callable[[Ticket], bool] | None = None) -> Held:
    """Lock the dossier for `seen.viewer`.

    Raises NotFound when they may not see it, Refused when it was merged into another one, and Stale when
    it changed since, unless `done` says that what they ask for is what they did a moment ago.
    """
    directory = read_directory(local(now).date())
    ticket = lock_ticket(_id_of(seen, directory))
    if ticket.merged_into_id is not None:
        raise Refused(_("Ce dossier est réuni à un autre : travaillez dans celui-là."))
    if ticket.version != seen.version and done is not None and done(ticket):
        return Held(ticket, directory, is_repeat=True)
    check_version(ticket, seen.version)
    return Held(ticket, directory)


def said_already(
    seen: Seen, kind: EntryKind, body: str, *, outcome: str | None = None
) -> Callable[[Ticket], bool]:
    """Return a test: whether the viewer wrote this very text since they looked.

    A call is the same when its `outcome` is too: most calls have no text at all.
    """

    def found(ticket: Ticket) -> bool:
        same = (Entry.kind == kind, Entry.body == body, Entry.author_id == seen.viewer.id)
        query = (
            select(Entry.event)
            .where(Entry.ticket_id == ticket.id, Entry.id > seen.last_line, *same)
            .limit(LINES_LOOKED_AT)
        )
        events = db.session.scalars(query).all()
        return any(outcome is None or (event or {}).get("outcome") == outcome for event in events)

    return found


def find_said(seen: Seen, kind: EntryKind, body: str) -> Callable[[Ticket], Sequence[int]]:
    """Return a search: the lines in which the viewer wrote this very text since they looked, by id."""

    def found(ticket: Ticket) -> Sequence[int]:
        same = (Entry.kind == kind, Entry.body == body, Entry.author_id == seen.viewer.id)
        query = select(Entry.id).where(Entry.ticket_id == ticket.id, Entry.id > seen.last_line, *same)
        return db.session.scalars(query.limit(LINES_LOOKED_AT)).all()

    return found


def files_of(line: int) -> list[str]:
    """Return the checksums of a line's files, sorted."""
    return sorted(db.session.scalars(select(Attachment.sha256).where(Attachment.entry_id == line)))


def ended_since(ticket: Ticket, line: int) -> bool:
    """Tell whether the dossier was set waiting or resolved after that line."""
    query = (
        select(Entry.event)
        .where(Entry.ticket_id == ticket.id, Entry.id > line, Entry.kind == EntryKind.EVENT)
        .limit(LINES_LOOKED_AT)
    )
    return any((event or {}).get("kind") in ENDS for event in db.session.scalars(query))


def did_already(seen: Seen, kind: EventKind) -> Callable[[Ticket], bool]:
    """Return a test: whether the last thing that happened since the viewer looked is this, by them."""

    def found(ticket: Ticket) -> bool:
        query = (
            select(Entry.author_id, Entry.event)
            .where(Entry.ticket_id == ticket.id, Entry.id > seen.last_line, Entry.kind == EntryKind.EVENT)
            .order_by(Entry.id.desc())
            .limit(LINES_LOOKED_AT)
        )
        last = db.session.execute(query).first()
        return last is not None and last.author_id == seen.viewer.id and last.event["kind"] == kind

    return found


def _id_of(seen: Seen, directory: Directory) -> int:
    reach = reach_of(seen.viewer, directory)
    query = select(Ticket.id).where(Ticket.reference == seen.reference).where(visible_to(reach))
    found = db.session.scalar(query, reach_values(reach))
    if found is None:
        raise NotFound
    return found
