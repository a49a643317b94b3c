"""What every template knows: the site, the language, static addresses and the way to reach a person."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from helpdesk.config import settings
from helpdesk.core.clock import now
from helpdesk.core.hours import Hours, parse_hours
from helpdesk.web.formats import format_date
from helpdesk.web.i18n import current_lang, other_language_url
from helpdesk.web.i18n import gettext as _
from helpdesk.web.links import absolute
from helpdesk.web.opening import clock_in_words

WEEK_DAYS = 7


@dataclass(frozen=True)
class Contact:
    """How to reach the helpdesk, and whether somebody is there now."""

    phone: str
    email: str
    is_open: bool
    state_sentence: str


@dataclass(frozen=True)
class Site:
    """The name of the service, and what it is in the reader's language."""

    name: str
    tagline: str


def site() -> Site:
    """Return how the service is called in the language of the page or the mail."""
    chosen = settings()
    return Site(chosen.site_name, chosen.site_tagline if current_lang() == "fr" else chosen.site_tagline_en)


@cache
def _hours(text: str, subdivision: str, zone: ZoneInfo) -> Hours:
    return parse_hours(text, subdivision=subdivision, zone=zone)


def support_hours() -> Hours:
    """Return the opening hours of the helpdesk as a whole."""
    chosen = settings()
    return _hours(chosen.support_hours, chosen.holidays_subdivision, chosen.zone)


def contact(at: datetime) -> Contact:
    """Say how to reach the helpdesk at the instant `at`.

    Source: « Information aux organisations », 19 April 2018: « du lundi au vendredi de 9h00 à 18h00 ».
    """
    chosen, hours = settings(), support_hours()
    return Contact(chosen.support_phone, chosen.support_email, hours.is_open(at), _state(hours, at))


def _state(hours: Hours, at: datetime) -> str:
    closes = hours.closes_at(at)
    if closes is not None:
        return _(
            "Ouvert jusqu’à %(time)s", time=clock_in_words(closes.astimezone(hours.zone), current_lang())
        )
    opens = hours.next_opening(at).astimezone(hours.zone)
    return _(
        "Fermé, réouverture %(day)s à %(time)s",
        day=_day(opens.date(), today=at.astimezone(hours.zone).date()),
        time=clock_in_words(opens, current_lang()),
    )


def _day(day: date, *, today: date) -> str:
    """Say a day to come as people do: the weekday alone within the week, the date from then on."""
    ahead = (day - today).days
    if ahead == 0:
        return _("aujourd’hui")
    if ahead == 1:
        return _("demain")
    return format_date(day, "EEEE" if ahead < WEEK_DAYS else "EEEE d MMMM")


def init_context(app: Flask) -> None:
    """Give templates their common names."""

    @app.context_processor
    def common() -> dict[str, Any]:
        chosen = settings()
        return {
            "site": site(),
            "contact": lambda: contact(now()),
            "lang": current_lang(),
            "other_language_url": other_language_url(),
            "other_language_name": "English" if current_lang() == "fr" else "Français",
            "mode": chosen.mode,
            "base_url": chosen.base_url,
            "absolute": absolute,
        }
