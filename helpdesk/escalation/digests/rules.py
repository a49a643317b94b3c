"""How many mails about proposals one person gets, and when the others come together."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLimits:
    """Set how many are told one by one within the window; both are settings.

    Source: the helpdesk's own proposals, November 2026: « Rate limit and digest to spare the director ».
    """

    alone_at_most: int = 3
    window: timedelta = timedelta(minutes=30)


def is_told_alone(told_lately: int, *, limits: NoticeLimits) -> bool:
    """Say whether one more proposal gets a mail of its own, after so many within the window."""
    return told_lately < limits.alone_at_most


def is_digest_due(last_digest_at: datetime | None, *, limits: NoticeLimits, now: datetime) -> bool:
    """Say whether what waits is told together now: at once the first time, then once a window."""
    return last_digest_at is None or now - last_digest_at >= limits.window
