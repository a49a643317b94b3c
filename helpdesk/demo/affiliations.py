"""Which organisations of the story are affiliated: most of them, some not for long, two no more."""

from datetime import date, datetime, timedelta

from helpdesk.core.clock import local
from helpdesk.demo.people import Cast
from helpdesk.organisations.affiliation.rules import Year
from helpdesk.organisations.affiliation.service import enter_year
from helpdesk.organisations.queries import get_by_code

ENDS_IN = {
    "coop-1": -20,
    "coop-2": -75,
    "coop-3": 200,
    "coop-4": 200,
    "coop-5": 12,
    "papetiers-roche-claire": 18,
    "papetiers-valmorin": 200,
    "aides-port-lazare": -90,
    "ud-port-lazare": 200,
    "cheminots-belmonteil": 200,
}
"""In how many days the latest year of an organisation ends; of all others nothing is known."""


def affiliate(cast: Cast, *, now: datetime) -> None:
    """Enter a year for some organisations, as the supervisor did some weeks ago."""
    for code, days in ENDS_IN.items():
        last = local(now).date() + timedelta(days=days)
        first = last - timedelta(days=364)
        year = Year(_label(first, last), first, last)
        at = now - timedelta(weeks=2)
        enter_year(get_by_code(code).id, year, by_id=cast["superviseure"].id, now=at)


def _label(first: date, last: date) -> str:
    return str(last.year) if first.year == last.year else f"{first.year}-{last.year}"
