"""Lanes, states, the pace of retries, and what becomes of a mail that did not leave."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Lane(StrEnum):
    """Which queue a mail waits in; the first one leaves first."""

    URGENT = "1-urgent"
    NORMAL = "2-normal"
    BULK = "3-bulk"


class State(StrEnum):
    """Where a mail stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    EXPIRED = "expired"
    DISCARDED = "discarded"
    HELD = "held"
    """Kept for the digest of the person it is for."""


class Standing(StrEnum):
    """How mails are listed, in the words of the address."""

    WAITING = "attente"
    RETRYING = "retenter"
    DEAD = "non-remis"
    SENT = "partis"
    HELD = "gardes"
    DROPPED = "ecartes"


UNSETTLED = (State.QUEUED, State.SENDING)
"""States in which a mail holds back later ones about the same thing to the same person."""


class Reason(StrEnum):
    """Why a mail did not leave, in the words a supervisor can act on (labels.py)."""

    UNKNOWN_ADDRESS = "unknown_address"
    MAILBOX_FULL = "mailbox_full"
    TOO_BIG = "too_big"
    REJECTED = "rejected"
    UNWRITABLE = "unwritable"
    NOT_NOW = "not_now"
    NO_SERVER = "no_server"
    SUPPRESSED = "suppressed"
    COLLAPSED = "collapsed"
    UNWANTED = "unwanted"
    DIGESTED = "digested"
    CANCELLED = "cancelled"


FIRST_RETRY = timedelta(minutes=1)
LAST_RETRY = timedelta(hours=6)
SERVER_RETRY = timedelta(seconds=20)
"""How soon a mail is tried again when the server itself did not answer: it is not the mail's fault."""
GIVE_UP_AFTER = timedelta(hours=48)
"""How long a temporary refusal is retried, from the first try.

Source: RFC 5321, section 4.5.4.1: « the give-up time generally needs to be at least 4-5 days » for relays;
a helpdesk tells a person sooner.
"""
LEASE = timedelta(minutes=5)
EXCHANGES = 12
"""Most questions and answers it takes to hand one mail over, connecting and signing in included."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What is known of a try that failed. `code` is the server's, None when it said nothing."""

    reason: Reason
    text: str
    code: int | None = None

    @property
    def is_final(self) -> bool:
        """Tell whether trying again would fail again."""
        return self.reason not in {Reason.NOT_NOW, Reason.NO_SERVER}


def lease_for(timeout: timedelta) -> timedelta:
    """Return how long a mail is kept from other workers; longer than sending it can take."""
    return max(LEASE, timeout * EXCHANGES)


def next_attempt_delay(attempts: int, jitter: float) -> timedelta:
    """Return how long to wait after `attempts` failures: doubled each time, 1 minute to 6 hours.

    `jitter` between 0 and 1 spreads retries over the last quarter of the delay.
    """
    delay = min(FIRST_RETRY * 2 ** min(max(attempts - 1, 0), 12), LAST_RETRY)
    waited: timedelta = delay * (0.75 + 0.25 * jitter)
    return waited


def next_try(
    failure: Failure, *, attempts: int, first_tried_at: datetime, now: datetime, jitter: float
) -> datetime | None:
    """Return when to try again after a failure, or None to give up."""
    if failure.is_final or now - first_tried_at >= GIVE_UP_AFTER:
        return None
    if failure.reason is Reason.NO_SERVER:
        return now + SERVER_RETRY
    return now + next_attempt_delay(attempts, jitter)


_ENHANCED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")
_BY_SUBJECT = {"1": Reason.UNKNOWN_ADDRESS, "4": Reason.UNKNOWN_ADDRESS, "7": Reason.REJECTED}
_BY_DETAIL = {
    ("2", "1"): Reason.UNKNOWN_ADDRESS,
    ("2", "2"): Reason.MAILBOX_FULL,
    ("2", "3"): Reason.TOO_BIG,
    ("3", "4"): Reason.TOO_BIG,
}
_BY_CODE = {
    550: Reason.UNKNOWN_ADDRESS,
    551: Reason.UNKNOWN_ADDRESS,
    552: Reason.TOO_BIG,
    553: Reason.UNKNOWN_ADDRESS,
}


def refusal_reason(code: int | None, text: str) -> Reason:
    """Tell from a server's final refusal what is wrong.

    Source: RFC 3463, « Enhanced Mail System Status Codes »: class, subject, detail.
    """
    if code is None:
        return Reason.UNKNOWN_ADDRESS
    found = _ENHANCED.search(text)
    if found is None:
        return _BY_CODE.get(code, Reason.REJECTED)
    return reason_of_status(*found.groups())


def reason_of_status(subject: str, detail: str) -> Reason:
    """Tell what is wrong from the last two numbers of an enhanced status code, e.g. "1" and "1"."""
    return _BY_DETAIL.get((subject, detail)) or _BY_SUBJECT.get(subject, Reason.REJECTED)
