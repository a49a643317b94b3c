"""What is promised at each severity, and what such a promise is worth in time.

An opening day is a quantity of open time: that of the fullest day of the desk's week. Two opening
days of a desk open from 9:00 to 18:00 are eighteen hours of it, so that a complaint of Friday noon
is due on Tuesday at noon; a desk that closes early on Fridays gets no shorter day for it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from helpdesk.core.hours import Hours, add_open_time, open_time_between
from helpdesk.core.topics import Severity
from helpdesk.tickets.rules import CALLBACK_LIMIT

CALLBACK_HOURS = CALLBACK_LIMIT // timedelta(hours=1)


class ClockKind(StrEnum):
    """Name what is promised."""

    FIRST_ANSWER = "first_answer"
    CALLBACK = "callback"
    RESOLUTION = "resolution"


class Basis(StrEnum):
    """Say which time counts: that of opening hours, or that on the wall."""

    OPEN = "open"
    WALL = "wall"


class Unit(StrEnum):
    """Name what a promise is counted in; `END_OF_DAY` is explained at `Promise`."""

    HOUR = "hour"
    OPENING_HOUR = "opening_hour"
    OPENING_DAY = "opening_day"
    END_OF_DAY = "end_of_day"


@dataclass(frozen=True, slots=True)
class Promise:
    """Hold a number of units.

    With `END_OF_DAY` the number is of opening hours, and the promise lasts to the close of the day
    on which they end: what arrives five minutes before closing is for the next opening day.
    """

    number: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """Hold what is promised at each severity; None where nothing is."""

    s1: Promise | None
    s2: Promise | None
    s3: Promise | None
    s4: Promise | None

    def at(self, severity: Severity) -> Promise | None:
        """Return what is promised at that severity."""
        return {Severity.S1: self.s1, Severity.S2: self.s2, Severity.S3: self.s3, Severity.S4: self.s4}[
            severity
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLimits:
    """Set what is promised, and when a promise begins to look short; all are settings.

    The call-back is also all that is promised to a plain question. Its source does not say
    « ouvrées »: nights and week-ends count, unless a setting makes its unit `OPENING_HOUR`.
    Source: « Réponses à la carte », CFDT, 4 September 2013: « un délai maximal de 72H sera octroyé
    pour rappeler l’adhérent ». The other numbers are the helpdesk's own proposals, November 2026.
    """

    first_answer: Promises = Promises(
        s1=Promise(1, Unit.OPENING_HOUR),
        s2=Promise(4, Unit.OPENING_HOUR),
        s3=Promise(1, Unit.OPENING_DAY),
        s4=Promise(CALLBACK_HOURS, Unit.HOUR),
    )
    # S1 « escalation considered the same opening day »: the one its first answer is due on.
    resolution: Promises = Promises(
        s1=Promise(1, Unit.END_OF_DAY),
        s2=Promise(2, Unit.OPENING_DAY),
        s3=Promise(5, Unit.OPENING_DAY),
        s4=None,
    )
    callback: Promise = Promise(CALLBACK_HOURS, Unit.HOUR)
    # Soon: in its last quarter, or in its last hour when that is more.
    soon_divisor: int = 4
    soon_at_least: timedelta = timedelta(hours=1)

    def promise(self, kind: ClockKind, severity: Severity) -> Promise | None:
        """Return what is promised, None when nothing is; a call-back is the same at every severity."""
        if kind is ClockKind.CALLBACK:
            return self.callback
        return (self.first_answer if kind is ClockKind.FIRST_ANSWER else self.resolution).at(severity)

    def margin(self, allowed: timedelta) -> timedelta:
        """Return how long before its end a promise of that length begins to look short."""
        return min(allowed, max(allowed / self.soon_divisor, self.soon_at_least))


def basis_of(promise: Promise) -> Basis:
    """Return which time the promise counts."""
    return Basis.WALL if promise.unit is Unit.HOUR else Basis.OPEN


def amount_of(promise: Promise, *, since: datetime, hours: Hours) -> timedelta:
    """Return what the promise is worth in time of its basis, for a desk that has it since then."""
    number = timedelta(hours=promise.number)
    if promise.unit is Unit.OPENING_DAY:
        return promise.number * full_day(hours)
    if promise.unit is Unit.END_OF_DAY:
        return open_time_between(since, _end_of_day(since, number, hours), hours)
    return number


def full_day(hours: Hours) -> timedelta:
    """Return the open time of the fullest day of the week: what one opening day is worth."""
    return timedelta(minutes=max(sum(span.closes - span.opens for span in day) for day in hours.week))


def day_of(instant: datetime, hours: Hours) -> date:
    """Return the day of the calendar it is where these hours are kept."""
    return instant.astimezone(hours.zone).date()


def _end_of_day(since: datetime, number: timedelta, hours: Hours) -> datetime:
    reached = add_open_time(since, number, hours)
    # Hours that end exactly at midnight end on the day before, not on the day that then begins.
    inside = reached - min(number, timedelta.resolution)
    return max(closes for _, closes in hours.sessions_of(day_of(inside, hours)))
