"""The history as a member reads it: public lines only, with their files."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from helpdesk.tickets.event_labels import event_icon, event_sentence
from helpdesk.tickets.models import Attachment, Entry, Ticket
from helpdesk.tickets.queries import list_public_files, list_public_lines
from helpdesk.tickets.rules import EntryKind
from helpdesk.web.filters import file_size
from helpdesk.web.i18n import gettext as _


@dataclass(frozen=True)
class FileLink:
    """A file as a page shows it."""

    name: str
    url: str
    size: str


@dataclass(frozen=True)
class Line:
    """A line as the page shows it: a text of somebody's, or an event said in a sentence."""

    is_event: bool
    is_agent: bool
    author: str
    text: str
    icon: str
    at: datetime
    files: list[FileLink]
    hidden: str = ""


def conversation(ticket: Ticket) -> list[Line]:
    """Return what a member may read of a dossier, oldest first."""
    files: dict[int, list[FileLink]] = defaultdict(list)
    for each in list_public_files(ticket.id):
        files[each.entry_id].append(_file(each))
    return [_line(entry, ticket, files[entry.id]) for entry in list_public_lines(ticket.id)]


def _line(entry: Entry, ticket: Ticket, files: list[FileLink]) -> Line:
    if entry.kind is EntryKind.EVENT and entry.event:
        event = entry.event
        said = event_sentence(event, for_member=True)
        return Line(True, False, "", said, event_icon(event), entry.created_at, files)
    is_agent = entry.kind is EntryKind.REPLY
    author = entry.author_name or (_("Un conseiller") if is_agent else _("Vous"))
    return Line(False, is_agent, author, entry.body, "", entry.created_at, files, entry.hidden)


def _file(attachment: Attachment) -> FileLink:
    return FileLink(
        attachment.name, url_for("tickets.file", file_id=attachment.id), file_size(attachment.size)
    )
