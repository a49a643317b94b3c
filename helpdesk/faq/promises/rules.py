"""When a promise is near, late or kept, and how long a wish to be told is kept."""

from datetime import date, timedelta
from enum import StrEnum

KEPT_AT_MOST = timedelta(days=540)
"""How long an address is kept for a promise that is never kept: data is not kept for its own sake."""
TOLD_BEFORE = timedelta(days=3)
"""How long before the day editors are reminded."""


class Standing(StrEnum):
    """Say where a promise stands."""

    OPEN = "open"
    SOON = "soon"
    LATE = "late"
    KEPT = "kept"


def standing_of(due_on: date | None, kept_on: date | None, today: date) -> Standing:
    """Return where a promise stands today; one without a day is never late.

    Source: question-and-answer letter of a departmental association, autumn 2024, on paying in cash:
    « nous reviendrons vers vous cette semaine ».
    """
    if kept_on is not None and kept_on <= today:
        return Standing.KEPT
    if due_on is None or today + TOLD_BEFORE < due_on:
        return Standing.OPEN
    return Standing.SOON if today <= due_on else Standing.LATE
