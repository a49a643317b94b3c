"""Lengths of time in words, short enough for a list: « 45 min », « 3 h 20 », « 2 j »."""

from datetime import datetime, timedelta
from functools import lru_cache

from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _

KEPT = 1_024

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def span_in_words(span: timedelta) -> str:
    """Say a length of time in its largest unit, rounded down: « 45 min », « 2 h », « 3 j »."""
    if span < HOUR:
        return _("%(n)d min", n=max(span // MINUTE, 1))
    return _("%(n)d h", n=span // HOUR) if span < DAY else _("%(n)d j", n=span // DAY)


def hours_span_in_words(span: timedelta) -> str:
    """Say a length of time in hours, however long: « 19 h », « 3 h 20 », « 45 min »."""
    hours, minutes = divmod(span // MINUTE, 60)
    if hours == 0:
        return _("%(n)d min", n=minutes)
    # Above ten hours nobody counts minutes.
    if minutes == 0 or hours >= 10:
        return _("%(n)d h", n=hours)
    return _("%(hours)d h %(minutes)02d", hours=hours, minutes=minutes)


def due_in_words(due_at: datetime, *, now: datetime) -> str:
    """Say when something is due: « dans 2 h », « en retard de 1 j »."""
    is_late = due_at <= now
    return _due(current_lang(), _rounded(now - due_at if is_late else due_at - now), is_late=is_late)


def _rounded(span: timedelta) -> timedelta:
    unit = MINUTE if span < HOUR else HOUR if span < DAY else DAY
    return span // unit * unit


@lru_cache(KEPT)
def _due(lang: str, span: timedelta, *, is_late: bool) -> str:
    """Say a rounded length, once for each language: a list says a few of them, over and over."""
    said = span_in_words(span)
    return _("en retard de %(span)s", span=said) if is_late else _("dans %(span)s", span=said)
