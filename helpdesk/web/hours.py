"""Opening hours and times of day in words, for pages and mails."""

from collections.abc import Iterator

from helpdesk.core.hours import Hours, Span, Week
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _


def time_in_words(minutes: int) -> str:
    """Say a time of day from its minutes since midnight: « 9 h », « 9 h 30 », or "09:30"."""
    hour, minute = divmod(minutes, 60)
    if current_lang() != "fr":
        return f"{hour:02}:{minute:02}"
    return f"{hour}\u00a0h" + (f"\u00a0{minute:02}" if minute else "")


def hours_in_words(hours: Hours) -> str:
    """Say a week: « du lundi au vendredi de 9 h à 18 h, le samedi de 9 h à 12 h »."""
    return ", ".join(f"{_days(first, last)} {_spans(spans)}" for first, last, spans in _runs(hours.week))


def _runs(week: Week) -> Iterator[tuple[int, int, tuple[Span, ...]]]:
    """Yield the days that follow one another with the same spans: first day, last day, spans."""
    first = 0
    for day in range(1, len(week) + 1):
        if day < len(week) and week[day] == week[first]:
            continue
        if week[first]:
            yield first, day - 1, week[first]
        first = day


def _days(first: int, last: int) -> str:
    names = [_("lundi"), _("mardi"), _("mercredi"), _("jeudi"), _("vendredi"), _("samedi"), _("dimanche")]
    if first == last:
        return _("le %(day)s", day=names[first])
    return _("du %(first)s au %(last)s", first=names[first], last=names[last])


def _spans(spans: tuple[Span, ...]) -> str:
    said = [
        _("de %(opens)s à %(closes)s", opens=time_in_words(span.opens), closes=time_in_words(span.closes))
        for span in spans
    ]
    return _(" et ").join(said)
