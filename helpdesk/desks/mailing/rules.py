"""When the mail that gathers notices is due."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from helpdesk.core.hours import Hours
from helpdesk.outbox.preferences.rules import Digest

FIRST_HOUR, LAST_HOUR = 7, 19
"""The hours among which people choose."""
_A_WEEK = 8
"""Days among which every wish has a day, today included."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often somebody wants the digest: each day at `hour`, or each `weekday` (0 is Monday) at it."""

    every: Digest = Digest.DAILY
    weekday: int = 0
    hour: int = 9


def digest_due_at(after: datetime, *, rhythm: Rhythm, hours: Hours) -> datetime:
    """Return the first wanted hour after `after`; while the service is closed, the opening that follows it.

    A digest of eight o’clock comes at nine when the service opens at nine, and Saturday’s on Monday.
    """
    first = after.astimezone(hours.zone).date()
    for day in (first + timedelta(days=number) for number in range(_A_WEEK)):
        wanted = datetime.combine(day, time(rhythm.hour), hours.zone)
        if wanted > after and (rhythm.every is Digest.DAILY or day.weekday() == rhythm.weekday):
            return wanted if hours.is_open(wanted) else hours.next_opening(wanted)
    raise AssertionError("every week has each day")
