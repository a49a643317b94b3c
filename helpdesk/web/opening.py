"""Opening hours in words: « du lundi au vendredi, de 9 h à 18 h »."""

from datetime import datetime
from functools import lru_cache
from itertools import groupby

from babel.dates import get_day_names

from helpdesk.core.hours import Span, Week, parse_week

NBSP = "\u00a0"
KEPT = 256


def hours_in_words(text: str, lang: str) -> str:
    """Say a setting such as `lun-ven 09:00-18:00` as people of `lang` say it."""
    return week_in_words(parse_week(text), lang)


@lru_cache(KEPT)
def week_in_words(week: Week, lang: str) -> str:
    """Say a week of openings as people of `lang` say it."""
    runs = [list(days) for _, days in groupby(range(7), key=lambda day: week[day])]
    said = [f"{_days(run, lang)}, {_spans(week[run[0]], lang)}" for run in runs if week[run[0]]]
    return ("; " if lang != "fr" else f"{NBSP}; ").join(said)


def _days(run: list[int], lang: str) -> str:
    names = get_day_names("wide", locale=lang)
    first, last = names[run[0]], names[run[-1]]
    if first == last:
        return f"le {first}" if lang == "fr" else first
    return f"du {first} au {last}" if lang == "fr" else f"{first} to {last}"


def _spans(spans: tuple[Span, ...], lang: str) -> str:
    if lang != "fr":
        return " and ".join(f"{_clock(span.opens, lang)} to {_clock(span.closes, lang)}" for span in spans)
    return " et ".join(f"de {_clock(span.opens, lang)} à {_clock(span.closes, lang)}" for span in spans)


def clock_in_words(moment: datetime, lang: str) -> str:
    """Say the time of day: « 9 h », « 9 h 30 », or "09:30"; the instant is in the zone of the reader already."""
    return _clock(moment.hour * 60 + moment.minute, lang)


def _clock(minutes: int, lang: str) -> str:
    hour, minute = divmod(minutes, 60)
    if lang != "fr":
        return f"{hour:02}:{minute:02}"
    return f"{hour}{NBSP}h" + (f"{NBSP}{minute:02}" if minute else "")
