"""The agents' lists: what an address asks for, and what each line says."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from helpdesk.core.errors import NotFound
from helpdesk.core.identifiers import one_line
from helpdesk.core.topics import TOPICS, Severity
from helpdesk.desks.directory import Directory
from helpdesk.tickets.labels import STATUSES
from helpdesk.tickets.rules import Status
from helpdesk.tickets.severity.labels import SEVERITIES
from helpdesk.tickets.work.lists.queries import EVERY_DESK, Moment, Wanted
from helpdesk.tickets.work.lists.statements import Listed
from helpdesk.tickets.work.rules import FIND_LENGTH, Cursor, Order, View, order_of, read_cursor, write_cursor
from helpdesk.web.i18n import gettext as _
from helpdesk.web.spans import due_in_words

ALL_DESKS = "tous"
"""What stands in an address for « every desk »."""


class Line(NamedTuple):
    """One dossier of a list, in words. `due_state` is empty, `soon` or `late`.

    A tuple, since a page makes and looks up many: a frozen dataclass takes three times as long.
    """

    reference: str
    subject: str
    who: str
    severity: Severity
    severity_label: str
    status: Status
    status_label: str
    due_at: datetime | None
    due: str
    due_state: str
    desk: str
    agent: str
    is_unreached: bool
    """Our mail does not arrive: somebody is to telephone."""


def read_wanted(args: Mapping[str, str], directory: Directory) -> Wanted:
    """Return what an address asks for; raise NotFound for a list, a desk or a place that does not exist.

    A search that names no list looks through all dossiers.
    """
    text = one_line(args.get("q", "")[: FIND_LENGTH * 4])[:FIND_LENGTH]
    usual = View.ALL if text else View.TO_DO
    return Wanted(
        view=_one_of(View, args.get("vue", "")) or usual,
        desk_id=_desk_id(args.get("pole", ""), directory),
        category=_category(args.get("categorie", "")),
        severity=_one_of(Severity, args.get("gravite", "")),
        organisation=one_line(args.get("organisation", "")[: FIND_LENGTH * 4])[:FIND_LENGTH],
        text=text,
        after=_cursor(args.get("apres", "")),
    )


def lines_of(rows: Sequence[Listed], directory: Directory, moment: Moment) -> list[Line]:
    """Return the rows of a list in words."""
    words = {each: str(said) for each, said in (*SEVERITIES.items(), *STATUSES.items())}
    return [_line(row, directory, moment, words) for row in rows]


def cursor_after(row: Listed, view: View) -> str:
    """Return what the address of the next page carries, from the last row of this one."""
    order = order_of(view)
    if order is Order.NEWEST:
        return write_cursor(Cursor(row.id))
    return write_cursor(Cursor(row.id, row.due_at if order is Order.DUE else row.updated_at))


def requester_shown(row: Listed) -> str:
    """Return who asks, as a list shows it: who wants discretion has no name and no organisation there."""
    if row.confidential:
        return _("Demande discrète")
    name, organisation = row.requester_name, row.organisation_text
    return f"{name} · {organisation}" if name and organisation else name or organisation or _("Sans nom")


def _line(row: Listed, directory: Directory, moment: Moment, words: Mapping[StrEnum, str]) -> Line:
    return Line(
        reference=row.reference,
        subject=row.subject,
        who=requester_shown(row),
        severity=row.severity,
        severity_label=words[row.severity],
        status=row.status,
        status_label=words[row.status],
        due_at=row.due_at,
        due=due_in_words(row.due_at, now=moment.now) if row.due_at else "",
        due_state=_due_state(row.due_at, moment),
        desk=directory.desk_name(row.desk_id),
        agent=row.assignee or "",
        is_unreached=row.mail_failure is not None,
    )


def _due_state(due_at: datetime | None, moment: Moment) -> str:
    if due_at is None or due_at > moment.soon:
        return ""
    return "late" if due_at <= moment.now else "soon"


def _one_of(kind: Any, value: str) -> Any:
    if not value:
        return None
    if value not in list(kind):
        raise NotFound
    return kind(value)


def _desk_id(slug: str, directory: Directory) -> int | None:
    if not slug:
        return None
    if slug == ALL_DESKS:
        return EVERY_DESK
    desk = directory.find_desk(slug)
    if desk is None:
        raise NotFound
    return desk.id


def _category(slug: str) -> str:
    if slug and slug not in TOPICS:
        raise NotFound
    return slug


def _cursor(text: str) -> Cursor | None:
    if not text:
        return None
    cursor = read_cursor(text)
    if cursor is None:
        raise NotFound
    return cursor
