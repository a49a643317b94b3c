"""Who may see which dossier, and what each list of the agents' side holds.

Agents see every dossier that is not confidential, whatever its desk: a caller must never hear « je ne
le trouve pas » because another desk has it. A confidential one is seen by those who answer for it
alone: its assignee, the members of its desk, who stands in for one of them today, and supervisors.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from helpdesk.tickets.rules import EventKind

SOON = timedelta(hours=4)
"""Opening hours before its deadline during which a dossier is « échéance proche »: half a day's work."""

RESOLVED_DAYS = timedelta(days=7)
"""How far back the list of resolved dossiers looks."""

UNDO_FOR = timedelta(seconds=10)
"""How long somebody may take back that a dossier is resolved; the mail to the member waits as long."""

COUNT_CAP = 99
"""Largest count shown beside a list; more is « 99+ », so that counting never takes long."""

PAGE_SIZE = 25
FIND_LENGTH = 100
"""Longest search typed, in signs."""

FIND_WORDS = 6
"""How many words of a search are looked for."""


def may_take_back(last: Mapping[str, Any], *, written_at: datetime, is_own: bool, now: datetime) -> bool:
    """Say whether a dossier may be as if it had not been resolved, from the event of its `last` line.

    By who resolved it, as long as nothing happened since: a word of the member’s is news, and is kept. Only
    where what was before is kept: a resolution with an answer tells the member at once, one by telephone was said.
    """
    is_plain = last.get("kind") == EventKind.RESOLVED and "before" in last
    return is_plain and is_own and now < written_at + UNDO_FOR


class View(StrEnum):
    """Name a list; the values stand in addresses."""

    TO_DO = "a-traiter"
    DUE_SOON = "echeance-proche"
    MINE = "mes-dossiers"
    UNASSIGNED = "non-attribues"
    WAITING = "en-attente"
    ESCALATED = "escalades"
    RESOLVED = "resolus"
    ALL = "tous"


OWN_DESKS = frozenset({View.TO_DO, View.DUE_SOON, View.UNASSIGNED, View.WAITING})
"""The lists that show what one's own desks must do, unless another desk is asked for."""

COUNTED = tuple(view for view in View if view is not View.ALL)


class Order(StrEnum):
    """Name how a list is ordered; each has its index, and goes on from the last dossier shown."""

    DUE = "due"
    WAITING_LONGEST = "waiting_longest"
    LAST_CHANGED = "last_changed"
    NEWEST = "newest"


def order_of(view: View) -> Order:
    """Return the order of a list: what is due first, unless nothing in it is owed by us."""
    if view in {View.WAITING, View.ESCALATED}:
        return Order.WAITING_LONGEST
    return {View.RESOLVED: Order.LAST_CHANGED, View.ALL: Order.NEWEST}.get(view, Order.DUE)


class CallOutcome(StrEnum):
    """Say how a telephone call ended."""

    REACHED = "reached"
    CALLED_US = "called_us"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


SPOKEN = frozenset({CallOutcome.REACHED, CallOutcome.CALLED_US})
"""The outcomes in which somebody spoke with the member: an answer was given, a call-back is done."""


class CallerOutcome(StrEnum):
    """Say what becomes of a dossier taken down during a call."""

    ANSWERED = "answered"
    CALL_BACK = "call_back"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Tell for whom and for which desks somebody answers today.

    `answers_for` holds the person and those they stand in for, `desk_ids` the desks of all of these.
    """

    answers_for: frozenset[int]
    desk_ids: frozenset[int] = frozenset()
    supervises: bool = False

    @property
    def begins_at_own_desks(self) -> bool:
        """Whether lists show the dossiers of these desks unless asked otherwise; who supervises looks at all."""
        return bool(self.desk_ids) and not self.supervises

    def sees(self, *, confidential: bool, desk_id: int, assignee_id: int | None) -> bool:
        """Say whether they may see such a dossier."""
        if not confidential or self.supervises:
            return True
        return desk_id in self.desk_ids or assignee_id in self.answers_for


@dataclass(frozen=True, slots=True)
class Cursor:
    """Point at the last dossier of a page: its place in the order, and its id; no instant means none due."""

    id: int
    at: datetime | None = None


# Eleven digits of seconds end in the year 5138, within what a datetime holds.
_CURSOR = re.compile(r"(?:(\d{1,11})\.(\d{6})-)?(\d{1,18})", re.ASCII)
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def write_cursor(cursor: Cursor) -> str:
    """Return the cursor as it stands in an address: seconds and microseconds of the instant, then the id."""
    if cursor.at is None:
        return str(cursor.id)
    since = cursor.at - _EPOCH
    return f"{since.days * 86_400 + since.seconds}.{since.microseconds:06}-{cursor.id}"


def read_cursor(text: str) -> Cursor | None:
    """Return the cursor that `write_cursor` wrote; None for anything else."""
    found = _CURSOR.fullmatch(text)
    if found is None:
        return None
    seconds, micros, number = found.groups()
    if seconds is None:
        return Cursor(int(number))
    return Cursor(int(number), _EPOCH + timedelta(seconds=int(seconds), microseconds=int(micros)))


def capped(count: int) -> str:
    """Return a count as it is shown: « 7 », « 99+ »."""
    return f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)
