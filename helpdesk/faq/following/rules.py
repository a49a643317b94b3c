"""When a digest of a collection is due."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DIGEST_AT = time(7)
"""When digests leave, by the clock on the wall: with the first coffee, once a day."""
SETTLED = timedelta(minutes=15)
"""What changed later than this before a digest waits for the next one: it may still be on its way to the tables."""
MOST_NAMED = 30
"""How many articles one mail names; more are counted."""


def news_until(now: datetime) -> datetime:
    """Return up to when changes are told by a digest that is made now."""
    return now - SETTLED


def due_before(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant such that whoever was told up to an earlier one is due a digest now.

    A digest at 7:00 in `zone`, or later on a day on which nobody worked at 7:00, is the only one until 7:00 of
    the next day.
    """
    here = now.astimezone(zone)
    today = datetime.combine(here.date(), DIGEST_AT, zone)
    latest = today if here >= today else datetime.combine(here.date() - timedelta(days=1), DIGEST_AT, zone)
    return news_until(latest)
