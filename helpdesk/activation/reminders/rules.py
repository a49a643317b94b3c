"""What becomes of a reminder, and how often an organisation may be reminded."""

from enum import StrEnum

MOST_AUTOMATIC = 3
"""How often the clock reminds an organisation of the same step; after that somebody should call."""


class ReminderState(StrEnum):
    """Where a reminder stands."""

    WAITING = "waiting"
    MAILED = "mailed"
    NEEDLESS = "needless"
    """The organisation had moved on, or had no mailbox any more, before the mail was written."""
