"""The pace of retries, and what a refusal means."""

from datetime import UTC, datetime, timedelta

import pytest

from helpdesk.outbox.rules import (
    LEASE,
    Failure,
    Reason,
    lease_for,
    next_attempt_delay,
    next_try,
    refusal_reason,
)

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 2), (3, 4), (9, 256), (10, 360), (50, 360), (10_000, 360)]
)
def test_waits_double_up_to_six_hours(attempts, minutes):
    longest = timedelta(minutes=minutes)

    assert next_attempt_delay(attempts, 1.0) == longest
    assert next_attempt_delay(attempts, 0.0) == longest * 0.75


def test_a_lease_outlasts_the_slowest_exchange():
    assert lease_for(timedelta(seconds=20)) == LEASE
    assert lease_for(timedelta(seconds=300)) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("reason", "tried_for", "wait"),
    [
        (Reason.NOT_NOW, timedelta(0), timedelta(minutes=4)),
        (Reason.NOT_NOW, timedelta(hours=47, minutes=59), timedelta(minutes=4)),
        (Reason.NOT_NOW, timedelta(hours=48), None),
        (Reason.NO_SERVER, timedelta(hours=1), timedelta(seconds=20)),
        (Reason.NO_SERVER, timedelta(hours=48), None),
        (Reason.UNKNOWN_ADDRESS, timedelta(0), None),
        (Reason.UNWRITABLE, timedelta(0), None),
    ],
)
def test_a_failed_mail_is_tried_again_or_given_up(reason, tried_for, wait):
    failure = Failure(reason, "text")

    again = next_try(failure, attempts=3, first_tried_at=NOW - tried_for, now=NOW, jitter=1.0)

    assert again == (None if wait is None else NOW + wait)


@pytest.mark.parametrize(
    ("code", "text", "reason"),
    [
        (550, "5.1.1 no such user", Reason.UNKNOWN_ADDRESS),
        (550, "No such user", Reason.UNKNOWN_ADDRESS),
        (550, "5.7.1 blocked by policy", Reason.REJECTED),
        (550, "5.2.1 mailbox disabled", Reason.UNKNOWN_ADDRESS),
        (552, "5.2.2 over quota", Reason.MAILBOX_FULL),
        (552, "5.2.3 message too large", Reason.TOO_BIG),
        (552, "too large", Reason.TOO_BIG),
        (554, "5.3.4 too big", Reason.TOO_BIG),
        (554, "5.4.4 no route", Reason.UNKNOWN_ADDRESS),
        (554, "spam", Reason.REJECTED),
        (500, "what?", Reason.REJECTED),
        (None, "not an address", Reason.UNKNOWN_ADDRESS),
    ],
)
def test_a_refusal_has_a_reason(code, text, reason):
    assert refusal_reason(code, text) is reason
