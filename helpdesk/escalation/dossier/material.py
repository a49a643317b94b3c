"""What an escalation can tell, gathered from the rows into plain values, members' names left behind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from helpdesk.core.clock import local
from helpdesk.db import db
from helpdesk.escalation.dossier.asks import is_for_bank
from helpdesk.escalation.dossier.redaction import Secrets, redact, redact_unread
from helpdesk.escalation.grounds.queries import MALFUNCTIONS
from helpdesk.escalation.grounds.rules import GroundLimits, windows
from helpdesk.escalation.grounds.service import ground_limits, same_cause_since
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.queries import ancestor_ids
from helpdesk.organisations.rules import Kind
from helpdesk.tickets.models import Attachment, Entry, Ticket
from helpdesk.tickets.rules import EntryKind, EventKind
from helpdesk.tickets.severity.service import facts_of

LINES_AT_MOST = 40
"""Lines of history told: the first ones say how it began, and a page is enough."""

ORGANISATIONS_AT_MOST = 50
FILES_AT_MOST = 25

REPORT_LENGTH = 4_000
"""Signs of the member's words: a page; the rest is in the dossier."""

TOLD_EVENTS = frozenset(
    {
        EventKind.TAKEN,
        EventKind.SEVERITY_CHANGED,
        EventKind.REOPENED,
        EventKind.CALLBACK_DONE,
        EventKind.ESCALATION_ASKED,
        EventKind.ESCALATED,
        EventKind.ESCALATION_ANSWERED,
        EventKind.RESOLVED,
    }
)
"""The events that help to understand; the others are the desk's own business."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Tell one organisation and what it meets; None where nobody said how much."""

    name: str
    department: str = ""
    federation: str = ""
    dossiers: int = 1
    members: int | None = None
    amount_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """Tell one line of the history: an event by its kind, or a text by what it was, never its words."""

    at: datetime
    event: dict[str, object] | None
    kind: EntryKind


@dataclass(frozen=True, slots=True)
class Piece:
    """Tell one file that stays in the tool."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Hold what a person wrote for the text, or what the draft proposes."""

    summary: str = ""
    asks: tuple[tuple[str, date], ...] = ()
    tried: str = ""
    untried_because: str = ""

    def without(self, secrets: Secrets) -> "Words":
        """Return the same words without what identifies members."""
        return self.set_by(lambda text: redact(text, secrets))

    def set_by(self, setter: Callable[[str], str]) -> "Words":
        """Return the same words as `setter` sets them."""
        return Words(
            summary=setter(self.summary),
            asks=tuple((setter(text), by) for text, by in self.asks),
            tried=setter(self.tried),
            untried_because=setter(self.untried_because),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Hold everything the sections are written from. `now` is when the text is written.

    `report` is the member's own words, subject first, what identifies people masked; only where
    nobody may have the time to sum them up.
    """

    ticket: Ticket
    limits: GroundLimits
    secrets: Secrets
    now: datetime
    own: Touched | None
    others: tuple[Touched, ...]
    history: tuple[Happened, ...]
    pieces: tuple[Piece, ...]
    report: tuple[str, ...] = ()

    @property
    def is_breach(self) -> bool:
        """Whether personal data got into the wrong hands."""
        return facts_of(self.ticket).is_breach

    @property
    def is_for_bank(self) -> bool:
        """Whether the bank or its provider has a part in it."""
        return is_for_bank(facts_of(self.ticket))

    @property
    def organisations(self) -> tuple[Touched, ...]:
        """The dossier's own organisation, then the others that met its cause."""
        return (*((self.own,) if self.own else ()), *self.others)

    @property
    def legal_windows(self) -> tuple[date, ...]:
        """The last days to undo the debit: by reversal, then by refund; none when none is to be undone."""
        return windows(facts_of(self.ticket), limits=self.limits)

    @property
    def last_days(self) -> tuple[date, ...]:
        """Every day that an answer must come before: legal windows, and the member's own deadline."""
        deadline = self.ticket.deadline_on
        return (*self.legal_windows, *((deadline,) if deadline else ()))


def gather(ticket: Ticket, *, is_spread: bool = False, is_pressing: bool = False, now: datetime) -> Material:
    """Return what can be told of a dossier; with `is_spread`, of every organisation that met its cause.

    With `is_pressing` the member's words are told, as it may leave before anybody summed them up.
    """
    secrets = Secrets(name=ticket.requester_name, rum=ticket.rum)
    return Material(
        ticket=ticket,
        limits=ground_limits(),
        secrets=secrets,
        now=now,
        own=_own(ticket, secrets, now=now),
        others=tuple(_others(ticket)) if is_spread else (),
        history=tuple(_history(ticket.id)),
        pieces=tuple(_pieces(ticket.id, secrets)),
        report=_report(ticket, secrets) if is_pressing else (),
    )


def _own(ticket: Ticket, secrets: Secrets, *, now: datetime) -> Touched | None:
    name = redact(ticket.organisation_text, secrets)
    organisation = db.session.get(Organisation, ticket.organisation_id) if ticket.organisation_id else None
    if organisation is None:
        return (
            Touched(name, members=ticket.members_touched, amount_cents=ticket.amount_cents) if name else None
        )
    return Touched(
        organisation.name,
        organisation.department,
        _federation(organisation, local(now).date()),
        members=ticket.members_touched,
        amount_cents=ticket.amount_cents,
    )


def _federation(organisation: Organisation, on: date) -> str:
    query = (
        select(Organisation.name)
        .where(Organisation.id.in_(ancestor_ids(organisation.id, on)))
        .where(Organisation.kind.in_([Kind.FEDERATION, Kind.NATIONAL_FEDERATION]))
        .order_by(Organisation.id)
        .limit(1)
    )
    return db.session.scalar(query) or ""


def _others(ticket: Ticket) -> Sequence[Touched]:
    """Sum up the dossiers of the same cause by organisation; those who asked for discretion are left out."""
    since = same_cause_since(local(ticket.created_at).date())
    query = (
        select(Organisation.name, Organisation.department, func.count(Ticket.id))
        .add_columns(func.sum(Ticket.members_touched), func.sum(Ticket.amount_cents))
        .join(Organisation, Organisation.id == Ticket.organisation_id)
        .where(Ticket.created_at >= since)
        .where(Ticket.category == ticket.category, Ticket.subcategory == ticket.subcategory)
        .where(Ticket.severity.in_(MALFUNCTIONS))
        .where(Ticket.confidential.is_(False))
        .where(Ticket.organisation_id != ticket.organisation_id)
        .group_by(Organisation.id, Organisation.name, Organisation.department)
        .order_by(Organisation.name)
        .limit(ORGANISATIONS_AT_MOST)
    )
    return [
        Touched(name, department, "", dossiers, members, cents)
        for name, department, dossiers, members, cents in db.session.execute(query)
    ]


def _report(ticket: Ticket, secrets: Secrets) -> tuple[str, ...]:
    query = (
        select(Entry.body)
        .where(Entry.ticket_id == ticket.id, Entry.kind == EntryKind.COMPLAINT)
        .order_by(Entry.id)
        .limit(1)
    )
    said = redact_unread(db.session.scalar(query) or "", secrets)
    if len(said) > REPORT_LENGTH:
        said = said[:REPORT_LENGTH].rstrip() + " […]"
    return tuple(text for text in (redact_unread(ticket.subject, secrets), said) if text.strip())


def _history(ticket_id: int) -> Sequence[Happened]:
    query = (
        select(Entry.created_at, Entry.event, Entry.kind)
        .where(Entry.ticket_id == ticket_id)
        .where(Entry.kind != EntryKind.NOTE)
        .order_by(Entry.id)
        .limit(500)
    )
    told = [
        Happened(at, event, kind) for at, event, kind in db.session.execute(query) if _is_told(kind, event)
    ]
    return told if len(told) <= LINES_AT_MOST else [*told[:5], *told[-LINES_AT_MOST + 5 :]]


def _is_told(kind: EntryKind, event: dict[str, object] | None) -> bool:
    """Say whether a line is told; a severity that was merely computed at the start is no event."""
    if kind is not EntryKind.EVENT or event is None:
        return True
    is_first = event["kind"] == EventKind.SEVERITY_CHANGED and not event.get("was")
    return event["kind"] in TOLD_EVENTS and not is_first


def _pieces(ticket_id: int, secrets: Secrets) -> Sequence[Piece]:
    query = (
        select(Attachment.name, Attachment.sha256)
        .where(Attachment.ticket_id == ticket_id)
        .order_by(Attachment.id)
        .limit(FILES_AT_MOST)
    )
    return [Piece(redact(name, secrets), sha256) for name, sha256 in db.session.execute(query)]
