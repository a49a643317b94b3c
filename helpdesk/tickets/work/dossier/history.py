"""The history of a dossier in words, line by line, for agents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from helpdesk.tickets.event_labels import event_icon, event_sentence
from helpdesk.tickets.labels import CHANNELS, topic_label
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Channel, EntryKind, EventKind
from helpdesk.tickets.severity.labels import severity_sentence
from helpdesk.tickets.work.dossier.facts import FACTS
from helpdesk.tickets.work.dossier.queries import LineRow
from helpdesk.tickets.work.labels import CALL_ICONS, CALLS
from helpdesk.tickets.work.rules import CallOutcome
from helpdesk.web.filters import file_size
from helpdesk.web.i18n import gettext as _

_LOOKS = {
    EntryKind.COMPLAINT: "member",
    EntryKind.MESSAGE: "member",
    EntryKind.REPLY: "agent",
    EntryKind.NOTE: "note",
    EntryKind.CALL: "call",
}


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of a line; `size` in words."""

    id: int
    name: str
    size: str


class ShownLine(NamedTuple):
    """A line of the history: a text, with `look` saying whose, or an event when `sentence` is set."""

    id: int
    at: datetime
    author: str
    look: str = ""
    body: str = ""
    detail: str = ""
    icon: str = ""
    sentence: str = ""
    files: tuple[ShownFile, ...] = ()
    hidden: str = ""
    """What the mail quoted and signed under its text."""
    mail_id: int | None = None


def shown_lines(rows: Iterable[LineRow], ticket: Ticket) -> list[ShownLine]:
    """Return the rows of `list_lines` in words."""
    return [_shown(list(group), ticket) for _id, group in groupby(rows, key=lambda row: row.id)]


def _shown(rows: list[LineRow], ticket: Ticket) -> ShownLine:
    row = rows[0]
    if row.kind is EntryKind.EVENT:
        return _event(row)
    files = tuple(
        ShownFile(each.file_id, each.file_name or "", file_size(each.file_size or 0))
        for each in rows
        if each.file_id is not None
    )
    if row.kind is EntryKind.CALL:
        return _call(row, files)
    return ShownLine(
        id=row.id,
        at=row.created_at,
        author=row.author_name or ticket.requester_name or _("Sans nom"),
        look=_LOOKS[row.kind],
        body=row.body,
        detail=_told_by(row, ticket),
        files=files,
        hidden=row.hidden,
        mail_id=row.mail_id,
    )


def _told_by(row: LineRow, ticket: Ticket) -> str:
    """Say where a member's text comes from: the organisation, and by what way when it was not the site."""
    if _LOOKS[row.kind] != "member":
        return ""
    is_call = row.kind is EntryKind.COMPLAINT and ticket.channel is not Channel.WEB
    return " · ".join(
        filter(None, [ticket.organisation_text, str(CHANNELS[ticket.channel]) if is_call else ""])
    )


def _call(row: LineRow, files: tuple[ShownFile, ...]) -> ShownLine:
    outcome = CallOutcome((row.event or {}).get("outcome", CallOutcome.REACHED))
    return ShownLine(
        id=row.id,
        at=row.created_at,
        author=row.author_name,
        look="call",
        body=row.body,
        detail=str(CALLS[outcome]),
        icon=CALL_ICONS[outcome],
        files=files,
    )


def _event(row: LineRow) -> ShownLine:
    event = row.event or {}
    sentence = _sentence(event)
    # Who took it is the news itself; anywhere else the name says by whom.
    if event["kind"] == EventKind.TAKEN and row.author_name:
        sentence = _("%(name)s prend le dossier en charge", name=row.author_name)
    elif row.author_name:
        sentence = f"{sentence} · {row.author_name}"
    return ShownLine(
        id=row.id, at=row.created_at, author=row.author_name, icon=event_icon(event), sentence=sentence
    )


def _sentence(event: Mapping[str, Any]) -> str:
    """Say what happened as colleagues need it: with the facts, the reasons and the places behind it."""
    said = event_sentence(event)
    kind = EventKind(event["kind"])
    if kind is EventKind.CATEGORY_CHANGED and event.get("to"):
        return _("Classé dans « %(topic)s »", topic=topic_label(*event["to"]))
    if kind is EventKind.FACTS_CHANGED and event.get("names"):
        facts = ", ".join(str(FACTS.get(name, name)) for name in event["names"])
        return _("%(name)s : %(values)s", name=said, values=facts)
    if kind is EventKind.SEVERITY_CHANGED:
        why = event.get("reason") or _deciding(event)
        return _("%(name)s : %(values)s", name=said, values=why) if why else said
    return said


def _deciding(event: Mapping[str, Any]) -> str:
    """Return the reasons that by themselves give the severity the rules came to."""
    reasons = [each for each in event.get("reasons") or () if each["severity"] == event.get("to")]
    return _(" ; ").join(severity_sentence(each) for each in reasons)
