"""The words a dossier is described with, the moves its status allows, and the limits of its form.

Severity, clocks and routing have rules of their own in the sub-packages of those names.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """Say where a dossier stands; `waiting` is for the member, `escalated` for the confederal level."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    CLOSED = "closed"


class SeverityBy(StrEnum):
    """Say who set the severity that holds now."""

    RULE = "rule"
    AGENT = "agent"


class Priority(StrEnum):
    """Rank a dossier inside its desk, as the routing rule that fired asked; severity comes first."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class EntryKind(StrEnum):
    """Name what one line of a dossier's history is; members never see `note` and `call`."""

    COMPLAINT = "complaint"
    MESSAGE = "message"
    REPLY = "reply"
    NOTE = "note"
    CALL = "call"
    EVENT = "event"


class EventKind(StrEnum):
    """Name what happened to a dossier, for the entries of kind `event`."""

    OPENED = "opened"
    ROUTED = "routed"
    ASSIGNED = "assigned"
    TAKEN = "taken"
    SEVERITY_CHANGED = "severity_changed"
    CATEGORY_CHANGED = "category_changed"
    FACTS_CHANGED = "facts_changed"
    FILES_ADDED = "files_added"
    WAITING = "waiting"
    RESUMED = "resumed"
    RESOLVED = "resolved"
    RESOLUTION_UNDONE = "resolution_undone"
    MEMBER_SOLVED = "member_solved"
    REOPENED = "reopened"
    CLOSED = "closed"
    CALLBACK_ASKED = "callback_asked"
    CALLBACK_DONE = "callback_done"
    ESCALATION_ASKED = "escalation_asked"
    ESCALATION_PROPOSED = "escalation_proposed"
    ESCALATION_DISMISSED = "escalation_dismissed"
    ESCALATED = "escalated"
    ESCALATION_ACKNOWLEDGED = "escalation_acknowledged"
    ESCALATION_ANSWERED = "escalation_answered"
    DEFLECTED = "deflected"
    LINK_RESENT = "link_resent"
    MAIL_FAILED = "mail_failed"
    MAIL_ARRIVED = "mail_arrived"
    REQUESTER_CHANGED = "requester_changed"
    GUESSED = "guessed"
    LINKED = "linked"
    FILES_REFUSED = "files_refused"
    MAIL_HELD = "mail_held"
    MAIL_QUIET = "mail_quiet"
    MERGED = "merged"
    MERGED_INTO = "merged_into"
    TAKEN_APART = "taken_apart"


class Channel(StrEnum):
    """Say how a dossier or a message reached us."""

    WEB = "web"
    PHONE = "phone"
    MAIL = "mail"


class Action(StrEnum):
    """Name a move somebody makes on a dossier, or the worker for `close`."""

    TAKE = "take"
    ASSIGN = "assign"
    REPLY = "reply"
    REPLY_AND_WAIT = "reply_and_wait"
    WAIT = "wait"
    RESUME = "resume"
    MEMBER_REPLY = "member_reply"
    MEMBER_SOLVED = "member_solved"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    ESCALATE = "escalate"
    ESCALATION_ANSWER = "escalation_answer"
    CLOSE = "close"
    MERGE = "merge"


ACTIVE = frozenset({Status.NEW, Status.OPEN, Status.WAITING, Status.ESCALATED})
"""The statuses in which somebody still owes something: clocks may run and sweeps look."""

_MOVES: Mapping[Status, Mapping[Action, Status]] = MappingProxyType(
    {
        Status.NEW: {
            Action.TAKE: Status.OPEN,
            Action.ASSIGN: Status.OPEN,
            Action.REPLY: Status.OPEN,
            Action.REPLY_AND_WAIT: Status.WAITING,
            Action.WAIT: Status.WAITING,
            # The member completing a complaint nobody has read yet does not make it read.
            Action.MEMBER_REPLY: Status.NEW,
            Action.MEMBER_SOLVED: Status.RESOLVED,
            Action.RESOLVE: Status.RESOLVED,
            Action.ESCALATE: Status.ESCALATED,
            Action.MERGE: Status.CLOSED,
        },
        Status.OPEN: {
            Action.TAKE: Status.OPEN,
            Action.ASSIGN: Status.OPEN,
            Action.REPLY: Status.OPEN,
            Action.REPLY_AND_WAIT: Status.WAITING,
            Action.WAIT: Status.WAITING,
            Action.MEMBER_REPLY: Status.OPEN,
            Action.MEMBER_SOLVED: Status.RESOLVED,
            Action.RESOLVE: Status.RESOLVED,
            Action.ESCALATE: Status.ESCALATED,
            # A second word from above, after a first one had brought the dossier back.
            Action.ESCALATION_ANSWER: Status.OPEN,
            Action.MERGE: Status.CLOSED,
        },
        Status.WAITING: {
            Action.TAKE: Status.WAITING,
            Action.ASSIGN: Status.WAITING,
            Action.REPLY: Status.OPEN,
            Action.REPLY_AND_WAIT: Status.WAITING,
            Action.RESUME: Status.OPEN,
            Action.MEMBER_REPLY: Status.OPEN,
            Action.MEMBER_SOLVED: Status.RESOLVED,
            Action.RESOLVE: Status.RESOLVED,
            Action.ESCALATE: Status.ESCALATED,
            Action.ESCALATION_ANSWER: Status.OPEN,
            Action.MERGE: Status.CLOSED,
        },
        # Asking the member something never hides that the confederal level owes an answer,
        # so an escalated dossier has no wait of its own: reply, and it stays escalated.
        Status.ESCALATED: {
            Action.TAKE: Status.ESCALATED,
            Action.ASSIGN: Status.ESCALATED,
            Action.REPLY: Status.ESCALATED,
            Action.MEMBER_REPLY: Status.ESCALATED,
            Action.MEMBER_SOLVED: Status.RESOLVED,
            Action.RESOLVE: Status.RESOLVED,
            Action.ESCALATION_ANSWER: Status.OPEN,
        },
        Status.RESOLVED: {
            Action.REPLY: Status.RESOLVED,
            Action.MEMBER_REPLY: Status.OPEN,
            Action.MEMBER_SOLVED: Status.RESOLVED,
            Action.REOPEN: Status.OPEN,
            Action.ESCALATION_ANSWER: Status.OPEN,
            Action.CLOSE: Status.CLOSED,
            Action.MERGE: Status.CLOSED,
        },
        # No text is lost: who writes on a closed dossier, member or confederal level, opens it again.
        Status.CLOSED: {
            Action.MEMBER_REPLY: Status.OPEN,
            Action.REOPEN: Status.OPEN,
            Action.ESCALATION_ANSWER: Status.OPEN,
            Action.MERGE: Status.CLOSED,
        },
    }
)


def next_status(status: Status, action: Action) -> Status | None:
    """Return the status after `action`, or None when a dossier in `status` does not allow it."""
    return _MOVES[status].get(action)


def allowed_actions(status: Status) -> frozenset[Action]:
    """Return what may be done to a dossier in `status`, so that pages offer nothing else."""
    return frozenset(_MOVES[status])


CALLBACK_LIMIT = timedelta(hours=72)
"""Longest wait for a call-back, nights and week-ends included.

Source: « Réponses à la carte », CFDT, 4 September 2013: « un délai maximal de 72H sera octroyé
pour rappeler l’adhérent et lui donner entière satisfaction ».
"""

CLOSE_AFTER = timedelta(days=14)
"""How long a resolved dossier stays open to a plain answer before it is closed."""


SUBJECT_LENGTH = 150
MESSAGE_LENGTH = 10_000
"""Longest complaint or message from a member: some four pages."""

REPLY_LENGTH = 20_000
"""Longest reply or note from an agent, who may insert whole articles."""

REASON_LENGTH = 500
"""Longest reason given for lowering a severity, dismissing a proposal, refusing a dossier."""

NAME_LENGTH = 120
EMAIL_LENGTH = 254
"""Longest mailbox address: a path of 256 octets less its angle brackets.

Source: RFC 5321, October 2008, 4.5.3.1.3: « The maximum total length of a reverse-path or
forward-path is 256 octets ».
"""

MONEY_MAX_CENTS = 100_000_000_00
"""Largest amount a form takes, one hundred million euros: more is a slip of the keyboard."""

COUNT_MAX = 1_000_000
"""Largest number of members or organisations a form takes."""

DAYS_BACK = timedelta(days=3653)
DAYS_AHEAD = timedelta(days=1096)
"""How far a form's dates may lie from today: ten years back, three ahead. Counting working days
takes a moment for each, so that a date of the year 1 would be an attack as well as a slip.
"""

ATTACHMENT_COUNT = 5
ATTACHMENT_MEGABYTES = 10
ATTACHMENT_BYTES = ATTACHMENT_MEGABYTES * 1024 * 1024
FILE_NAME_LENGTH = 150
"""Longest name shown for a file; on the disk it has a name of our own."""

ATTACHMENT_EXTENSIONS = frozenset(
    {"pdf", "png", "jpg", "jpeg", "webp", "heic", "txt", "csv", "xml", "xlsx", "ods", "docx", "odt", "eml"}
)
"""What people have at hand: a statement, a screenshot, a bank's file, a list, a letter, a mail.

Neither archives, which hide what they hold, nor SVG and HTML, which are programs.
"""


def is_plausible_day(day: date, *, today: date) -> bool:
    """Say whether a form takes that day."""
    return today - DAYS_BACK <= day <= today + DAYS_AHEAD


def extension_of(file_name: str) -> str:
    """Return what follows the last dot of the name, in lower case; empty without a dot or a stem."""
    stem, dot, extension = file_name.strip().rpartition(".")
    return extension.lower() if dot and stem else ""


def is_allowed_file(file_name: str) -> bool:
    """Say whether a file of that name may be attached; what is in it is checked apart."""
    return extension_of(file_name) in ATTACHMENT_EXTENSIONS
