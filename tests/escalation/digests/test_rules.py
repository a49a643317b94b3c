"""Who is told of a proposal by a mail of its own, and when the others come together."""

from datetime import timedelta

import pytest

from helpdesk.escalation.digests.rules import NoticeLimits, is_digest_due, is_told_alone

LIMITS = NoticeLimits(alone_at_most=3, window=timedelta(minutes=30))


@pytest.mark.parametrize(("told", "alone"), [(0, True), (2, True), (3, False), (50, False)])
def test_the_first_ones_are_told_one_by_one(told, alone):
    assert is_told_alone(told, limits=LIMITS) is alone


@pytest.mark.parametrize(
    ("minutes_ago", "due"), [(None, True), (0, False), (29, False), (30, True), (600, True)]
)
def test_a_digest_comes_at_once_then_once_a_window(now, minutes_ago, due):
    last = None if minutes_ago is None else now - timedelta(minutes=minutes_ago)

    assert is_digest_due(last, limits=LIMITS, now=now) is due
