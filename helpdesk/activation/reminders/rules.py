"""What becomes of a reminder, and how often an organisation may be reminded."""

from datetime import timedelta
from enum import StrEnum

MOST_AUTOMATIC = 3
"""How often the clock reminds an organisation of the same step; after that somebody should call."""

KEPT_AFTER = timedelta(days=180)
"""How long after its last reminder a mailbox is kept: as long its one click works, longer than any link beside it."""


class ReminderState(StrEnum):
    """Where a reminder stands."""

    WAITING = "waiting"
    MAILED = "mailed"
    NEEDLESS = "needless"
    """The organisation had moved on, or had no mailbox any more, before the mail was written."""
