"""When digests come."""

from datetime import UTC, datetime

import pytest

from helpdesk.core.hours import parse_hours
from helpdesk.desks.mailing.rules import Rhythm, digest_due_at
from helpdesk.outbox.preferences.rules import ANYWHERE, Digest, Notice, Timing, timing_of

HOURS = parse_hours("lun-ven 09:00-18:00")
DAILY = Rhythm(Digest.DAILY, 0, 9)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of November 2026 in Paris, an hour ahead of UTC; the 16th is a Monday."""
    return datetime(2026, 11, day, hour - 1, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "rhythm", "due"),
    [
        (at(16, 8), DAILY, at(16, 9)),
        (at(16, 9), DAILY, at(17, 9)),
        (at(16, 10), Rhythm(Digest.DAILY, 0, 14), at(16, 14)),
        # Closed at seven, on Saturday and on the eleventh: the opening that follows.
        (at(16, 6), Rhythm(Digest.DAILY, 0, 7), at(16, 9)),
        (at(20, 10), DAILY, at(23, 9)),
        (at(10, 12), DAILY, at(12, 9)),
        (at(16, 10), Rhythm(Digest.WEEKLY, 0, 9), at(23, 9)),
        (at(16, 10), Rhythm(Digest.WEEKLY, 3, 16), at(19, 16)),
        (at(16, 10), Rhythm(Digest.WEEKLY, 6, 9), at(23, 9)),
    ],
)
def test_a_digest_comes_at_its_hour_or_when_the_service_opens(after, rhythm, due):
    assert digest_due_at(after, rhythm=rhythm, hours=HOURS) == due


@pytest.mark.parametrize(
    ("choices", "timing"),
    [
        ({}, Timing.DIGEST),
        ({(ANYWHERE, "e"): Timing.OFF}, Timing.OFF),
        ({("desk:1", "e"): Timing.AT_ONCE, (ANYWHERE, "e"): Timing.OFF}, Timing.AT_ONCE),
        ({("desk:2", "e"): Timing.AT_ONCE}, Timing.DIGEST),
        ({(ANYWHERE, "other"): Timing.OFF}, Timing.DIGEST),
    ],
)
def test_the_choice_for_the_desk_comes_before_the_general_one(choices, timing):
    assert timing_of(Notice("e", "E", Timing.DIGEST), choices, "desk:1") is timing


def test_what_must_be_known_has_no_choice():
    required = Notice("e", "E", Timing.AT_ONCE, required="Parce que.")

    assert timing_of(required, {(ANYWHERE, "e"): Timing.OFF}, "desk:1") is Timing.AT_ONCE
