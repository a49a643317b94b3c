"""Whether an organisation is affiliated, from the years that are known. It stops nothing by itself.

Source: question-and-answer letter of a departmental association, autumn 2024: « mon compte pourra-t-il continuer à
fonctionner si l’affiliation n’a pas été renouvelée pour 2024-2025 ? Et non, tous les services bancaires […] sont
réservés aux coopératives affiliées. À faire très rapidement : pour renouveler l’affiliation, dans l’espace réservé ».
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LABEL_LENGTH = 20
LONGEST = timedelta(days=2 * 366)
"""Longest year: more is a slip of the pen."""

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
"""The days between which a year lies, as `read_year` takes it: what is beyond is a slip of the pen too."""

SCHOOL_STARTS = 9
"""September."""

_SCHOOL_YEAR = re.compile(r"(20\d{2})\s*[-/–]\s*(2\d{3}|\d{2})", re.ASCII)
_YEAR = re.compile(r"20\d{2}", re.ASCII)


class Standing(StrEnum):
    """Where an organisation stands. Of an UNKNOWN one nobody says anything."""

    UP_TO_DATE = "up_to_date"
    TO_RENEW = "to_renew"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many days before its end a year is to be renewed, and for how many after it that may still be done."""

    notice_days: int
    grace_days: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year of affiliation, both days included."""

    label: str
    begins_on: date
    ends_on: date


def standing_of(last_day: date | None, today: date, limits: Limits) -> Standing:
    """Return where an organisation stands whose latest year ends on `last_day`, None for one without any.

    A year that was paid in advance counts from the day on which it is known: who has renewed is asked nothing more.
    """
    if last_day is None:
        return Standing.UNKNOWN
    # Reckoned from today: a last day may be any that a date holds.
    if today - timedelta(days=limits.grace_days) > last_day:
        return Standing.LAPSED
    if today + timedelta(days=limits.notice_days) > last_day:
        return Standing.TO_RENEW
    return Standing.UP_TO_DATE


def ends_between(standing: Standing, today: date, limits: Limits) -> tuple[date | None, date | None]:
    """Return the first and the last day on which the latest year of organisations in this standing may end.

    None where there is no such limit: the same rule as `standing_of`, for lists. Raises KeyError for UNKNOWN.
    """
    oldest_to_renew = today - timedelta(days=limits.grace_days)
    latest_to_renew = today + timedelta(days=limits.notice_days - 1)
    return {
        Standing.LAPSED: (None, oldest_to_renew - timedelta(days=1)),
        Standing.TO_RENEW: (oldest_to_renew, latest_to_renew),
        Standing.UP_TO_DATE: (latest_to_renew + timedelta(days=1), None),
    }[standing]


def read_year(text: str) -> Year | None:
    """Return the year that a label names: « 2026-2027 » from September to August, « 2026 » from January to December.

    None for what names none. Source: Code de l’éducation, art. L521-1, on the school year; the same letter writes
    « 2024-2025 » and « 24-25 ».
    """
    found = _SCHOOL_YEAR.fullmatch(text)
    if found:
        first = int(found[1])
        if int(found[2]) not in {first + 1, (first + 1) % 100}:
            return None
        return Year(f"{first}-{first + 1}", date(first, SCHOOL_STARTS, 1), date(first + 1, 8, 31))
    if _YEAR.fullmatch(text):
        return Year(text, date(int(text), 1, 1), date(int(text), 12, 31))
    return None


def next_label(latest: str | None, today: date, *, by_school_year: bool) -> str:
    """Return the year that will most likely be entered next: the one after the latest, or else today’s."""
    known = read_year(latest) if latest else None
    if known is not None:
        return _label(known.ends_on + timedelta(days=1), by_school_year="-" in known.label)
    return _label(today, by_school_year=by_school_year)


def _label(day: date, *, by_school_year: bool) -> str:
    if not by_school_year:
        return str(day.year)
    first = day.year if day.month >= SCHOOL_STARTS else day.year - 1
    return f"{first}-{first + 1}"


class Slip(StrEnum):
    """Why a year cannot be entered."""

    BACKWARDS = "backwards"
    TOO_LONG = "too_long"
    OUT_OF_TIME = "out_of_time"
    OVERLAPS = "overlaps"


def slip_in(year: Year, others: Iterable[Year]) -> tuple[Slip, Year] | None:
    """Return what is wrong with a year beside the others of its organisation, and the year it is about."""
    if year.begins_on > year.ends_on:
        return Slip.BACKWARDS, year
    if year.ends_on - year.begins_on > LONGEST:
        return Slip.TOO_LONG, year
    if year.begins_on < EARLIEST or year.ends_on > LATEST:
        return Slip.OUT_OF_TIME, year
    for each in others:
        if each.begins_on <= year.ends_on and year.begins_on <= each.ends_on:
            return Slip.OVERLAPS, each
    return None
