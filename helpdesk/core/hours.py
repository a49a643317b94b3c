"""Opening hours: written as one line of text, then counted in instants.

Hours are wall time in their zone; every instant given back is in UTC, right over both changes of
the clock. Where an hour is skipped in spring, a span that begins or ends inside it is shortened.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from helpdesk.core.calendars import DayRule, french_holidays, no_holiday
from helpdesk.core.clock import PARIS

MINUTES_A_DAY = 24 * 60
A_DAY = timedelta(days=1)
LONGEST_SEARCH = timedelta(days=800)
"""Closed for longer than this is closed for good, and no deadline can be told."""

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LINE = re.compile(r"(?P<days>[a-z]+(?: ?[-–,] ?[a-z]+)*)[ :]+(?P<spans>[0-9].*)")
_SPAN = re.compile(r"(\d{1,2}) ?[:h] ?(\d{2})? ?[-–] ?(\d{1,2}) ?[:h] ?(\d{2})?")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Hold one opening of a day, in minutes since its midnight; 24:00 is 1440."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        """Refuse an empty span, or one that leaves its day."""
        if not 0 <= self.opens < self.closes <= MINUTES_A_DAY:
            raise ValueError("a span opens before it closes, within one day")


Week = tuple[tuple[Span, ...], ...]
"""The spans of each day from Monday to Sunday, in order, none touching another."""

Session = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Hours:
    """Hold when somebody is there: a week of spans, less holidays and other closures."""

    week: Week
    is_holiday: DayRule = no_holiday
    closures: frozenset[date] = frozenset()
    zone: ZoneInfo = PARIS

    def __post_init__(self) -> None:
        """Refuse a week that is not one, or that never opens."""
        if len(self.week) != len(_DAYS) or not any(self.week):
            raise ValueError("a week has seven days and opens at least once")
        for spans in self.week:
            if any(one.closes >= two.opens for one, two in pairwise(spans)):
                raise ValueError("the spans of a day follow one another")

    def sessions(self, start: datetime) -> Iterator[Session]:
        """Yield every opening from `start` on as (opens, closes); one under way begins at `start`.

        Raises ValueError where nothing opens for `LONGEST_SEARCH`.
        """
        day, begins = start.astimezone(self.zone).date(), start.astimezone(UTC)
        give_up = day + LONGEST_SEARCH
        while day <= give_up:
            for opens, closes in self.sessions_of(day):
                if closes > begins:
                    yield max(opens, begins), closes
                    give_up = day + LONGEST_SEARCH
            day += A_DAY
        raise ValueError("these hours never open again")

    def sessions_of(self, day: date) -> tuple[Session, ...]:
        """Return the openings of one day of the calendar, in order."""
        spans = self.week[day.weekday()]
        if not spans or day in self.closures or self.is_holiday(day):
            return ()
        return tuple(found for span in spans if (found := _session(day, span, self.zone)))

    def is_open(self, instant: datetime) -> bool:
        """Say whether somebody is there; at the closing instant nobody is."""
        return self.closes_at(instant) is not None

    def closes_at(self, instant: datetime) -> datetime | None:
        """Return when the opening under way ends; None while closed."""
        day = instant.astimezone(self.zone).date()
        return next((closes for opens, closes in self.sessions_of(day) if opens <= instant < closes), None)

    def next_opening(self, instant: datetime) -> datetime:
        """Return when the next opening begins, after `instant`; the one under way does not count."""
        return next(opens for opens, _ in self.sessions(instant) if opens > instant)


def add_open_time(start: datetime, amount: timedelta, hours: Hours) -> datetime:
    """Return the instant at which `amount` of open time has passed since `start`.

    A complaint received on Friday at 17:00 with two hours to go is due on Monday at 10:00. An amount
    that ends with the day is due at closing time; no amount at all, at the next open instant.
    """
    if amount < timedelta():
        raise ValueError("open time only goes forward")
    for opens, closes in hours.sessions(start):
        if amount <= closes - opens:
            return opens + amount
        amount -= closes - opens
    raise AssertionError("sessions never end")


def reachable_by(due_at: datetime, hours: Hours, *, after: datetime) -> datetime:
    """Return by when somebody who is there keeps a promise due at `due_at`: that instant, or the last closing before.

    A promise that ends at 2:14 in the night is kept by 18:00 on the day before. One made after that closing
    is told as it is.
    """
    if hours.is_open(due_at):
        return due_at
    day = due_at.astimezone(hours.zone).date()
    while datetime.combine(day, time(), hours.zone) + timedelta(days=1) > after:
        closed = [closes for _opens, closes in hours.sessions_of(day) if after < closes <= due_at]
        if closed:
            return max(closed)
        day -= timedelta(days=1)
    return due_at


def open_time_between(start: datetime, end: datetime, hours: Hours) -> timedelta:
    """Return how much open time lies between two instants; none when `end` comes before `start`."""
    total = timedelta()
    for opens, closes in hours.sessions(start):
        if opens >= end:
            return total
        total += min(closes, end) - opens
    raise AssertionError("sessions never end")


def parse_hours(
    text: str, *, subdivision: str = "", closures: frozenset[date] = frozenset(), zone: ZoneInfo = PARIS
) -> Hours:
    """Read a week as `parse_week` does and close it on French holidays, those of `subdivision` included.

    Raises ValueError for a text that is not a week, or a place without holidays of its own.
    """
    return Hours(parse_week(text), french_holidays(subdivision or None), closures, zone)


def parse_week(text: str) -> Week:
    """Read a week such as `lun-ven 09:00-12:00,13:00-18:00; sam 09:00-12:00`.

    Days by name, French or English, whole or by their first three letters or more; 9h, 9h30 and
    24:00 are hours. A day may come back, and spans that touch become one. Raises ValueError for
    anything else: an unknown day, spans that overlap, a week that never opens.
    """
    week: list[list[Span]] = [[] for _ in _DAYS]
    for line in filter(None, (part.strip() for part in re.split("[;\n]", text.lower()))):
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(f"not a line of opening hours: {line!r}")
        spans = [_read_span(each.strip()) for each in found["spans"].split(",")]
        for day in _read_days(found["days"]):
            week[day] += spans
    if not any(week):
        raise ValueError("a week opens at least once")
    return tuple(_joined(sorted(spans)) for spans in week)


def _read_days(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, *rest = (_read_day(name.strip()) for name in re.split("[-–]", part))
        last = rest[-1] if rest else first
        yield from (day % len(_DAYS) for day in range(first, last + (len(_DAYS) if last < first else 0) + 1))


def _read_day(name: str) -> int:
    for names in (_DAYS, _ENGLISH_DAYS):
        for number, known in enumerate(names):
            if len(name) >= 3 and known.startswith(name):
                return number
    raise ValueError(f"not a day: {name!r}")


def _read_span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(f"not a span of time: {text!r}")
    hour, minute, end_hour, end_minute = (int(digits or 0) for digits in found.groups())
    if max(minute, end_minute) > 59:
        raise ValueError(f"not a span of time: {text!r}")
    return Span(hour * 60 + minute, end_hour * 60 + end_minute)


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.opens < joined[-1].closes:
            raise ValueError("the spans of a day overlap")
        if joined and span.opens == joined[-1].closes:
            joined[-1] = Span(joined[-1].opens, span.closes)
        else:
            joined.append(span)
    return tuple(joined)


@lru_cache(maxsize=4096)
def _session(day: date, span: Span, zone: ZoneInfo) -> Session | None:
    # In the hour skipped in spring, fold=0 reads a wall time as later than the change and fold=1 as
    # earlier: opening with the one and closing with the other keeps the session inside its span.
    opens = _instant(day, span.opens, zone)
    closes = _instant(day, span.closes, zone)
    if closes.astimezone(zone).replace(tzinfo=None) != _wall(day, span.closes):
        closes = _instant(day, span.closes, zone, fold=1)
    return (opens, closes) if opens < closes else None


def _wall(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def _instant(day: date, minutes: int, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    return _wall(day, minutes).replace(tzinfo=zone, fold=fold).astimezone(UTC)
