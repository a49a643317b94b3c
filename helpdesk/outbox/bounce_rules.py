"""What a failure notice says about an address: out of order for good, or in trouble for now."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from helpdesk.outbox.rules import Reason, reason_of_status


class BounceKind(StrEnum):
    """What came back about a mail."""

    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"


class Cause(StrEnum):
    """Why nothing is sent to an address any more."""

    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"
    BY_HAND = "by_hand"


SUPPRESS_AT = 4.0
"""Score from which nothing is sent to an address for a while.

Source: Discourse, site settings: « bounce_score_threshold: 4 », « soft_bounce_score: 1 ».
"""
SOFT_WEIGHT = 1.0
UNPROVEN_WEIGHT = 2.0
"""Weight of a final failure that does not carry our own return token, or that blames the message rather than the
address: anybody who saw a mail can write such a notice, so that two different mails must say so."""
HALF_LIFE = timedelta(days=14)
SOFT_SUPPRESSION = timedelta(days=30)
"""How long an address in trouble is left alone; a dead one until somebody lifts it."""
NOTICE_LIFE = timedelta(days=60)
"""Age of a mail after which notices about it change nothing."""

_STATUS = re.compile(r"[245]\.(\d{1,3})\.(\d{1,3})")
_DEAD_ADDRESS = frozenset(
    {("1", str(detail)) for detail in (0, 1, 2, 3, 4, 6, 10)} | {("2", "1"), ("0", "0")}
)
"""Subject and detail of the status codes that say the mailbox does not exist.

Source: RFC 3463, 3.2 and 3.3: « X.1.1 Bad destination mailbox address », « X.2.1 Mailbox disabled »; RFC 7505
for X.1.10.
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a failure notice says. `is_proven` tells that it came back to the address made for that one mail."""

    permanent: bool
    status: str
    is_proven: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a notice does: the kind it counts as, the weight it adds, and why the mail did not arrive."""

    kind: BounceKind
    weight: float
    reason: Reason

    @property
    def is_dead(self) -> bool:
        """Tell whether the address is out of order for good by this notice alone."""
        return self.weight >= SUPPRESS_AT


def judge(notice: Notice) -> Verdict:
    """Tell what a failure notice is worth."""
    numbers = _numbers(notice.status)
    reason = reason_of_status(*numbers) if numbers else Reason.UNKNOWN_ADDRESS
    if not notice.permanent:
        return Verdict(BounceKind.SOFT, SOFT_WEIGHT, Reason.NOT_NOW if numbers is None else reason)
    blames_address = numbers is None or numbers in _DEAD_ADDRESS
    weight = SUPPRESS_AT if blames_address and notice.is_proven else UNPROVEN_WEIGHT
    return Verdict(BounceKind.HARD, weight, Reason.UNKNOWN_ADDRESS if blames_address else reason)


def score_now(score: float, *, scored_at: datetime, now: datetime) -> float:
    """Return what is left of a score: half of it after two weeks without a failure, a quarter after four.

    It fades by whole days: two failures of one morning add up to their full weight.
    """
    days = max((now - scored_at).days, 0)
    age: float = timedelta(days=days) / HALF_LIFE
    left: float = score * 0.5**age
    return left


def _numbers(status: str) -> tuple[str, str] | None:
    found = _STATUS.fullmatch(status.strip())
    return (found[1], found[2]) if found else None
