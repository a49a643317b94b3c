"""Jinja filters: instants, days, money, phones and people's own text, in the reader's language."""

from datetime import date, datetime

from flask import Flask
from markupsafe import Markup

from helpdesk.core import phones
from helpdesk.core.clock import local
from helpdesk.core.hours import Hours
from helpdesk.core.typography import typo, typo_html
from helpdesk.web.formats import format_currency, format_date, format_datetime, format_decimal
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _
from helpdesk.web.opening import week_in_words
from helpdesk.web.plain import plain


def local_time(instant: datetime) -> str:
    """Say an instant in Paris time: « lundi 16 novembre à 10 h 30 », « à 18 h », or "Monday 16 November at 10:30"."""
    if current_lang() == "fr":
        said = format_datetime(instant, "EEEE d MMMM y 'à' H'\u00a0h\u00a0'mm")
        return said.removesuffix("\u00a000")
    return format_datetime(instant, "EEEE d MMMM y 'at' HH:mm")


def short_time(instant: datetime) -> str:
    """Say an instant briefly: « 16 nov., 10 h 30 », « 16 nov., 18 h »."""
    if current_lang() == "fr":
        return format_datetime(instant, "d MMM, H'\u00a0h\u00a0'mm").removesuffix("\u00a000")
    return format_datetime(instant, "d MMM, HH:mm")


def day(value: date | datetime) -> str:
    """Say a day: « 16 novembre 2026 »; an instant is first brought to Paris."""
    if isinstance(value, datetime):
        value = local(value).date()
    return format_date(value, "d MMMM y")


def iso_day(value: str) -> str:
    """Say a day that is written as in a file: `2026-11-16`."""
    return day(date.fromisoformat(value))


def money(cents: int) -> str:
    """Say an amount in euros from cents: « 1 234,56 € »."""
    return format_currency(cents / 100, "EUR")


def phone(number: str) -> str:
    """Say an E.164 number the way its reader dials it."""
    return phones.display(number, current_lang())


def initials(name: str) -> str:
    """Return the first letters of the first two words of a name."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def opening(hours: Hours) -> str:
    """Say when somebody is there: « du lundi au vendredi, de 9 h à 18 h »."""
    return week_in_words(hours.week, current_lang())


def file_size(size: int) -> str:
    """Say a size from bytes: « 120 ko », « 1,5 Mo »."""
    if size < 1_000_000:
        return _("%(size)s ko", size=max(1, round(size / 1000)))
    return _("%(size)s Mo", size=format_decimal(round(size / 1_000_000, 1)))


def typo_filter(text: object) -> str | Markup:
    """Set French spaces in a text; English text is left alone."""
    if current_lang() != "fr":
        return text if isinstance(text, Markup) else str(text)
    if isinstance(text, Markup):
        return Markup(typo_html(str(text)))  # noqa: S704 - it was markup already
    return typo(str(text))


def init_filters(app: Flask) -> None:
    """Register the filters."""
    app.jinja_env.filters.update(
        local=local_time,
        short=short_time,
        day=day,
        iso_day=iso_day,
        money=money,
        phone=phone,
        phone_href=lambda number: f"tel:{number}",
        initials=initials,
        typo=typo_filter,
        plain=plain,
        opening=opening,
        file_size=file_size,
    )
