"""The one place that asks what time it is, and the way from stored instants to Paris wall time.

Everything else takes `now` as an argument, so that tests and the demo choose their own.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """Return the present instant, aware and in UTC; only views, commands and workers call it."""
    return datetime.now(UTC)


def local(instant: datetime) -> datetime:
    """Return `instant` as wall time in Paris; raise ValueError when it carries no zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its time zone")
    return instant.astimezone(PARIS)


def parse_date(text: str) -> date:
    """Read a day written as browsers send it (2026-11-16) or as people write it (16/11/2026).

    Raises ValueError for anything else, a day that does not exist included.
    """
    text = text.strip()
    for layout in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, layout).date()
        except ValueError:
            continue
    raise ValueError("not a day")
