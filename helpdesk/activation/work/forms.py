"""What the desk filters lists by, read from the address: anything odd is no filter."""

import re

from flask import request

from helpdesk.activation.standings import Wanted
from helpdesk.faq.journeys.rules import FINISHED, NOT_STARTED, Journey
from helpdesk.organisations.rules import Family

_CURSOR = re.compile(r"(\d{1,10})-(.{1,300})", re.DOTALL)
LARGEST_ID = 2**31 - 1


def read_wanted(journey: Journey) -> Wanted:
    """Return what the address asks for."""
    given = request.values
    place, family = given.get("etape", ""), given.get("famille", "")
    return Wanted(
        place=place if place in {NOT_STARTED, FINISHED, *journey.keys} else "",
        stuck=given.get("bloquees") == "1",
        family=Family(family) if family in set(Family) else None,
        department=given.get("departement", "")[:3],
        text=given.get("q", "")[:100],
        after=_read_cursor(given.get("apres", "")),
    )


def as_query(wanted: Wanted, **changes: str | None) -> dict[str, str]:
    """Return a filter as it stands in an address, its page apart."""
    query: dict[str, str | None] = {
        "etape": wanted.place,
        "bloquees": "1" if wanted.stuck else "",
        "famille": wanted.family.value if wanted.family else "",
        "departement": wanted.department,
        "q": wanted.text,
    }
    return {name: value for name, value in (query | changes).items() if value}


def write_cursor(name_key: str, number: int) -> str:
    """Return what names the last organisation of a page."""
    return f"{number}-{name_key}"


def _read_cursor(text: str) -> tuple[str, int] | None:
    found = _CURSOR.fullmatch(text)
    if found is None or int(found[1]) > LARGEST_ID:
        return None
    return found[2], int(found[1])
