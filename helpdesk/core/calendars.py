"""Days on which nobody works: French public holidays, and the TARGET days of the banks.

Two calendars, because they differ: on 14 July a desk is closed and banks settle; on Good Friday it
is the reverse. Source: the `holidays` package (FR and its subdivisions; XECB for TARGET).
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache, partial

from helpdesk.core.libraries import library

DayRule = Callable[[date], bool]
"""Tells of a day whether the rule holds, a holiday for instance."""

SUBDIVISIONS = ("57", "6AE", "971", "972", "973", "974", "976", "BL", "MF", "NC", "PF", "PM", "WF")
"""Places with holidays of their own: Moselle, Alsace, then overseas."""

_DAY = timedelta(days=1)
_SATURDAY = 5


def no_holiday(_day: date) -> bool:
    """Say that no day is a holiday, for a desk that never closes."""
    return False


def french_holidays(subdivision: str | None = None) -> DayRule:
    """Return the rule telling French public holidays, those of one of `SUBDIVISIONS` included.

    Two calls with the same argument return rules that compare equal. Raises ValueError for a place
    that has no holidays of its own.
    """
    if subdivision is not None and subdivision not in SUBDIVISIONS:
        raise ValueError(f"not a subdivision with its own holidays: {subdivision!r}")
    return _rule(subdivision)


def is_business_day(day: date, *, subdivision: str | None = None) -> bool:
    """Say whether people work in France on `day`: Monday to Friday, holidays apart."""
    return day.weekday() < _SATURDAY and not french_holidays(subdivision)(day)


def is_target_day(day: date) -> bool:
    """Say whether banks settle on `day`.

    Source: European Central Bank, TARGET calendar: closed on Saturdays, Sundays, 1 January, Good
    Friday, Easter Monday, 1 May, 25 and 26 December.
    """
    return day.weekday() < _SATURDAY and day not in _target_holidays(day.year)


def add_target_days(day: date, count: int) -> date:
    """Return the TARGET day that is `count` of them after `day` (before it when negative).

    D itself is not counted; with 0, `day` or the first TARGET day that follows.
    """
    return _add(day, count, is_target_day)


def target_days_between(start: date, end: date) -> int:
    """Count the TARGET days after `start` up to and with `end`; 0 when `end` does not come later."""
    return _between(start, end, is_target_day)


def add_business_days(day: date, count: int, *, subdivision: str | None = None) -> date:
    """Return the working day that is `count` of them after `day`, as `add_target_days` counts."""
    return _add(day, count, partial(is_business_day, subdivision=subdivision))


def business_days_between(start: date, end: date, *, subdivision: str | None = None) -> int:
    """Count the working days after `start` up to and with `end`, as `target_days_between` does."""
    return _between(start, end, partial(is_business_day, subdivision=subdivision))


def _add(day: date, count: int, is_open: DayRule) -> date:
    step = -_DAY if count < 0 else _DAY
    while count == 0 and not is_open(day):
        day += step
    for _ in range(abs(count)):
        day += step
        while not is_open(day):
            day += step
    return day


def _between(start: date, end: date, is_open: DayRule) -> int:
    return sum(is_open(start + n * _DAY) for n in range(1, (end - start).days + 1))


@lru_cache
def _rule(subdivision: str | None) -> DayRule:
    return lambda day: day in _french_holidays(subdivision, day.year)


# The package's own objects fill themselves year by year as they are asked, which two threads may do
# at once and one of them read half a year: ours are built whole, a year at a time, and never change.
@lru_cache(maxsize=512)
def _french_holidays(subdivision: str | None, year: int) -> frozenset[date]:
    return frozenset(library("holidays").country_holidays("FR", subdiv=subdivision, years=year))


@lru_cache(maxsize=64)
def _target_holidays(year: int) -> frozenset[date]:
    return frozenset(library("holidays").financial_holidays("XECB", years=year))
