"""What failure notices are worth."""

from datetime import timedelta

import pytest

from helpdesk.outbox.bounce_rules import SUPPRESS_AT, BounceKind, Notice, judge, score_now
from helpdesk.outbox.rules import Reason


@pytest.mark.parametrize(
    ("notice", "is_dead", "reason"),
    [
        # mail.md: « Hard (5.1.x) -> address disabled for mail; soft -> score with decay »
        (Notice(True, "5.1.1"), True, Reason.UNKNOWN_ADDRESS),
        (Notice(True, "5.1.2"), True, Reason.UNKNOWN_ADDRESS),
        (Notice(True, "5.1.10"), True, Reason.UNKNOWN_ADDRESS),
        (Notice(True, "5.2.1"), True, Reason.UNKNOWN_ADDRESS),
        (Notice(True, "5.0.0"), True, Reason.UNKNOWN_ADDRESS),
        (Notice(True, ""), True, Reason.UNKNOWN_ADDRESS),
        (Notice(True, "nonsense"), True, Reason.UNKNOWN_ADDRESS),
        # The message is at fault, or the sender, or the size: the address lives.
        (Notice(True, "5.2.2"), False, Reason.MAILBOX_FULL),
        (Notice(True, "5.2.3"), False, Reason.TOO_BIG),
        (Notice(True, "5.3.4"), False, Reason.TOO_BIG),
        (Notice(True, "5.7.1"), False, Reason.REJECTED),
        (Notice(True, "5.1.8"), False, Reason.UNKNOWN_ADDRESS),
        # Anybody who saw the mail can write a notice without our return token.
        (Notice(True, "5.1.1", is_proven=False), False, Reason.UNKNOWN_ADDRESS),
        (Notice(False, "4.2.2"), False, Reason.MAILBOX_FULL),
        (Notice(False, ""), False, Reason.NOT_NOW),
    ],
)
def test_only_a_proven_dead_address_is_out_of_use_at_once(notice, is_dead, reason):
    verdict = judge(notice)

    assert (verdict.is_dead, verdict.reason) == (is_dead, reason)
    assert verdict.kind is (BounceKind.HARD if notice.permanent else BounceKind.SOFT)
    assert 0 < verdict.weight <= SUPPRESS_AT


@pytest.mark.parametrize(("days", "left"), [(0, 4.0), (14, 2.0), (28, 1.0), (-3, 4.0)])
def test_a_score_halves_every_two_weeks(now, days, left):
    assert score_now(4.0, scored_at=now, now=now + timedelta(days=days)) == pytest.approx(left)


@pytest.mark.parametrize("seconds", [0, 1, 80_000, -1])
def test_a_score_does_not_fade_within_a_day(now, seconds):
    assert score_now(2.0, scored_at=now, now=now + timedelta(seconds=seconds)) == 2.0
