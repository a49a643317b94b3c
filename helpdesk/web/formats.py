"""Dates, times and sums as the reader of the page writes them.

The same few instants are said again and again, on every list and every dossier, and saying one costs as much
as fifty lines of HTML: the last ones said are kept.
"""

import re
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import dates, numbers

from helpdesk.config import settings
from helpdesk.web.i18n import current_lang

KEPT = 8_192
FIRST = re.compile(r"(?<![0-9])1(?= [a-zéû]{3})")
"""A day before its month, by name; an hour stands before « h » alone."""


def format_datetime(instant: datetime, pattern: str) -> str:
    """Say an instant in the zone of the settings by a pattern of CLDR, e.g. `d MMM, HH:mm`."""
    return _datetime(instant, pattern, current_lang(), settings().time_zone)


def format_date(day: date, pattern: str) -> str:
    """Say a day by a pattern of CLDR, e.g. `d MMMM y`."""
    return _date(day, pattern, current_lang())


def format_currency(amount: float, currency: str) -> str:
    """Say a sum: « 1 234,56 € »."""
    said: str = numbers.format_currency(amount, currency, locale=current_lang())
    return said


def format_decimal(number: float) -> str:
    """Say a number: « 1,5 »."""
    said: str = numbers.format_decimal(number, locale=current_lang())
    return said


@lru_cache(KEPT)
def _datetime(instant: datetime, pattern: str, lang: str, zone: str) -> str:
    said: str = dates.format_datetime(instant, pattern, tzinfo=ZoneInfo(zone), locale=lang)
    return _with_first(said, lang)


@lru_cache(KEPT)
def _date(day: date, pattern: str, lang: str) -> str:
    said: str = dates.format_date(day, pattern, locale=lang)
    return _with_first(said, lang)


def _with_first(said: str, lang: str) -> str:
    """Say the first of a month as French does: « 1er novembre »."""
    return FIRST.sub("1er", said, count=1) if lang == "fr" else said
