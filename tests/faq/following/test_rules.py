"""When a digest is due: once a day, from seven o'clock in Paris."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from helpdesk.core.clock import PARIS
from helpdesk.faq.following.rules import SETTLED, due_before, news_until


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("told_up_to", "now", "due"),
    [
        (at(16, 9), at(17, 6, 59), False),
        (at(16, 9), at(17, 7), True),
        (at(16, 9), at(17, 18), True),
        (news_until(at(17, 7)), at(17, 7, 5), False),
        (news_until(at(17, 7, 5)), at(17, 23), False),
        (news_until(at(17, 7, 5)), at(18, 6), False),
        (news_until(at(17, 7, 5)), at(18, 7), True),
        (news_until(at(17, 18)), at(18, 7), True),
        (at(17, 6, 50), at(17, 7, 1), False),
    ],
)
def test_a_digest_is_due_once_a_day(told_up_to, now, due):
    assert (told_up_to < due_before(now, PARIS)) is due


def test_seven_o_clock_is_that_of_the_zone_given():
    told_up_to, now = at(16, 9), at(17, 5)

    assert not told_up_to < due_before(now, PARIS)
    assert told_up_to < due_before(now, ZoneInfo("Indian/Reunion"))


def test_what_is_just_being_stored_waits_for_the_next_one():
    now = at(17, 8)

    assert now - news_until(now) == SETTLED > timedelta(minutes=5)
