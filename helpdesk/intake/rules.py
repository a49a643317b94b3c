"""What becomes of a mail that came in: who its sender is to a dossier, and what they may do to it.

Values in, a decision out. The words of the authority rules are quoted in the tests, row by row.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Source(StrEnum):
    """Say by which way a mail came: fetched from a mailbox, or handed over by a mail server or a page."""

    IMAP = "imap"
    TAKEN = "taken"


class State(StrEnum):
    """Say where a mail stands; the order is that of the tabs."""

    RECEIVED = "received"
    TO_CHECK = "to_check"
    QUARANTINED = "quarantined"
    FILED = "filed"
    SILENT = "silent"
    IGNORED = "ignored"


OPEN_STATES = frozenset({State.TO_CHECK, State.QUARANTINED})
"""States in which somebody at the helpdesk has something to decide."""


class Why(StrEnum):
    """Say why a mail stands where it does, for the words of `labels`."""

    OPENED = "opened"
    OPENED_LINKED = "opened_linked"
    MEMBER_WROTE = "member_wrote"
    STAFF_WROTE = "staff_wrote"
    ADMINISTRATION_ANSWERED = "administration_answered"
    BY_HAND = "by_hand"
    STRANGER = "stranger"
    FORGED = "forged"
    TO_CONFIRM = "to_confirm"
    REFUSED = "refused"
    TOO_MANY = "too_many"
    OWN_MAIL = "own_mail"
    COPY = "copy"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    UNREADABLE = "unreadable"
    FAILED = "failed"


class Looked(StrEnum):
    """Say what of a mail somebody of ours opened."""

    PAGE = "page"
    ORIGINAL = "original"
    RAW = "raw"
    FILE = "file"


class Route(StrEnum):
    """Say how a mail was found to belong to something, the surest way first."""

    TOKEN = "token"  # noqa: S105 - a kind of address, no secret
    REFERENCES = "references"
    SUBJECT = "subject"
    NONE = "none"


class About(StrEnum):
    """Say what kind of exchange a mail continues."""

    TICKET = "ticket"
    ESCALATION = "escalation"


class Proof(StrEnum):
    """Say what our own mail server found of the sender's domain; NONE when it said nothing we trust."""

    ALIGNED = "aligned"
    FAILED = "failed"
    NONE = "none"


class Outcome(StrEnum):
    """Say what is done with a mail."""

    QUARANTINE = "quarantine"
    DROP = "drop"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    QUIET = "quiet"
    OPEN = "open"
    OPEN_LINKED = "open_linked"
    MEMBER = "member"
    STAFF = "staff"
    ANSWER = "answer"
    CONFIRM = "confirm"
    HOLD = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nature:
    """Tell what a mail is, whoever sent it and whatever it is about."""

    readable: bool = True
    ours: bool = False
    """It is our own mail coming back: our loop mark, or a Message-ID of our own."""
    complaint: bool = False
    bounce: bool = False
    automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Tell what a mail was found to continue, and what its sender is to it.

    `owns_token`: the reply token was given to this very address. `is_member`: the address the dossier was
    opened with. `is_staff`: an agent who may see the dossier, or, for an escalation, an address that
    escalations go to. `is_over`: closed so long ago that an answer begins something new.
    """

    route: Route
    about: About = About.TICKET
    owns_token: bool = False
    is_member: bool = False
    is_staff: bool = False
    is_over: bool = False


def decide(nature: Nature, link: Link | None, proof: Proof) -> Outcome:
    """Return what is done with a mail; `link` is None when it continues nothing we know."""
    if not nature.readable:
        return Outcome.QUARANTINE
    if nature.ours:
        return Outcome.DROP
    if nature.complaint:
        return Outcome.COMPLAINT
    if nature.bounce:
        return Outcome.BOUNCE
    if nature.automatic:
        return Outcome.QUIET
    return Outcome.OPEN if link is None else _answer(link, proof)


def _answer(link: Link, proof: Proof) -> Outcome:
    if link.about is About.ESCALATION:
        return _to_escalation(link, proof)
    if link.is_member:
        return _from_member(link, proof)
    if link.is_staff:
        # What colleagues write changes the dossier and goes out in the helpdesk's name.
        return Outcome.STAFF if _acts_alone(link, proof) else Outcome.CONFIRM
    return Outcome.HOLD if link.route is Route.TOKEN else Outcome.OPEN_LINKED


def _from_member(link: Link, proof: Proof) -> Outcome:
    if proof is Proof.FAILED and link.route is not Route.TOKEN:
        # Only the sender's name speaks for this mail, and our server says that the name is false.
        return Outcome.HOLD
    return Outcome.OPEN_LINKED if link.is_over else Outcome.MEMBER


def _to_escalation(link: Link, proof: Proof) -> Outcome:
    if link.is_staff or link.owns_token:
        return Outcome.ANSWER if _acts_alone(link, proof) else Outcome.CONFIRM
    return Outcome.HOLD if link.route is Route.TOKEN else Outcome.OPEN_LINKED


def _acts_alone(link: Link, proof: Proof) -> bool:
    return link.route is Route.TOKEN and link.owns_token and proof is Proof.ALIGNED


LADDER = (
    (timedelta(minutes=10), 10, 30),
    (timedelta(minutes=30), 15, 60),
    (timedelta(minutes=60), 25, 120),
    (timedelta(minutes=180), 50, 240),
    (timedelta(minutes=600), 100, 360),
)
"""How many automatic answers one address gets in so much time: about one dossier, then about anything.

Source: Zammad's brake against loops, « 10/10min 15/30 25/60 50/180 100/600 », in all « 30/60/120/240/360 ».
"""


def may_answer(sent: list[tuple[timedelta, bool]]) -> bool:
    """Tell whether one more automatic answer may leave for an address.

    `sent` holds the earlier ones: how long ago each was, and whether it was about the same dossier.
    """
    for window, alike_at_most, at_most in LADDER:
        recent = [is_alike for age, is_alike in sent if age < window]
        if len(recent) >= at_most or sum(recent) >= alike_at_most:
            return False
    return True


LARGEST = 25 * 1024 * 1024
"""Largest mail kept whole, in bytes; of a larger one the beginning is kept, without its files.

Source: RFC 5321 asks for no more than 64 kB; 25 MB is what the large providers take.
"""
KEPT_OF_LARGER = 1024 * 1024
ATTEMPTS = 5
"""How often a mail is begun before it is set apart: one that kills the program must not do so for ever."""
REFERENCES_LOOKED_AT = 20
TOKENS_LOOKED_AT = 20
VISIBLE_LENGTH = 20_000
"""Longest text of a mail shown at once, in signs; the rest is one click away."""
