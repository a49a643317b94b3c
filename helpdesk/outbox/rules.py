"""Lanes, states and the pace of retries for outgoing mail."""

from datetime import timedelta
from enum import StrEnum


class Lane(StrEnum):
    """Which queue a mail waits in; the first one leaves first."""

    URGENT = "1-urgent"
    NORMAL = "2-normal"
    BULK = "3-bulk"


class State(StrEnum):
    """Where a mail stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    EXPIRED = "expired"


FIRST_RETRY = timedelta(minutes=1)
LAST_RETRY = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(hours=48)
"""How long a temporary refusal is retried.

Source: RFC 5321, section 4.5.4.1: « the give-up time generally needs to be at least 4-5 days » for relays;
a helpdesk tells a person sooner.
"""
LEASE = timedelta(minutes=5)


def next_attempt_delay(attempts: int, jitter: float) -> timedelta:
    """Return how long to wait after `attempts` failures: doubled each time, 1 minute to 6 hours.

    `jitter` between 0 and 1 spreads retries over the last quarter of the delay.
    """
    delay = min(FIRST_RETRY * 2 ** min(max(attempts - 1, 0), 12), LAST_RETRY)
    waited: timedelta = delay * (0.75 + 0.25 * jitter)
    return waited
