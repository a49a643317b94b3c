from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from helpdesk.core.calendars import french_holidays
from helpdesk.core.hours import Hours, parse_week
from helpdesk.core.topics import Severity
from helpdesk.escalation.follow_up.rules import FollowUpLimits, Reminder, Timeline, reminder_due, respond_by
from helpdesk.escalation.rules import State

OFFICE = Hours(parse_week("lun-ven 09:00-18:00"), french_holidays())
LIMITS = FollowUpLimits()


def paris(day, hour, minute=0):
    return datetime(2026, 11, day, hour - 1, minute, tzinfo=UTC)


FRIDAY_16 = paris(13, 16)
MONDAY_11 = paris(16, 11)


def proposed(**known):
    return Timeline(state=State.PROPOSED, proposed_at=FRIDAY_16, **known)


def sent(**known):
    return Timeline(state=State.SENT, proposed_at=FRIDAY_16, sent_at=FRIDAY_16, **known)


def due(line, now):
    return reminder_due(line, limits=LIMITS, now=now, hours=OFFICE)


@pytest.mark.parametrize(
    ("line", "now", "expected"),
    [
        # « a proposal unconfirmed after 4 opening hours goes to the supervisor »
        (proposed(), paris(16, 10, 59), None),
        (proposed(), paris(16, 11), Reminder.SUPERVISOR),
        (proposed(supervisor_told_at=MONDAY_11), paris(20, 11), None),
        # E5 « notify at once »
        (proposed(is_loud=True), FRIDAY_16, Reminder.SUPERVISOR),
        (proposed(is_loud=True, supervisor_told_at=FRIDAY_16), paris(20, 11), None),
        # Reminder and second addressee when nobody acknowledges: after 8, then 16 opening hours
        (sent(), paris(16, 14, 59), None),
        (sent(), paris(16, 15), Reminder.ADMINISTRATORS),
        (sent(), paris(20, 15), Reminder.ADMINISTRATORS),
        (sent(reminded_at=paris(16, 15)), paris(17, 13, 59), None),
        (sent(reminded_at=paris(16, 15)), paris(17, 14), Reminder.SECOND_ADDRESSEE),
        (sent(reminded_at=paris(16, 15), second_told_at=paris(17, 14)), paris(30, 14), None),
    ],
)
def test_whoever_does_not_move_is_written_to_once(line, now, expected):
    assert due(line, now) == expected


@pytest.mark.parametrize("state", sorted(set(State) - {State.PROPOSED, State.SENT}))
def test_nobody_is_reminded_of_what_somebody_took_up(state):
    assert due(replace(sent(), state=state), paris(30, 12)) is None


@pytest.mark.parametrize(
    ("severity", "last_days", "expected"),
    [
        # Two opening days for an S1, five for an S2, of nine hours each.
        (Severity.S1, (), date(2026, 11, 17)),
        (Severity.S2, (), date(2026, 11, 20)),
        # Before the member's deadline or the end of a legal window, when that comes first.
        (Severity.S2, (date(2026, 11, 18), date(2027, 1, 5)), date(2026, 11, 18)),
        (Severity.S2, (date(2026, 11, 13),), date(2026, 11, 13)),
        (Severity.S2, (date(2026, 11, 10), date(2026, 12, 1)), date(2026, 11, 20)),
    ],
)
def test_an_answer_is_asked_for_in_time_to_be_of_use(severity, last_days, expected):
    day = respond_by(FRIDAY_16, severity=severity, limits=LIMITS, hours=OFFICE, last_days=last_days)

    assert day == expected


def test_how_long_each_is_waited_for_is_a_setting():
    patient = replace(LIMITS, supervisor_after=timedelta(hours=5), answer_days_s1=4)

    assert reminder_due(proposed(), limits=patient, now=MONDAY_11, hours=OFFICE) is None
    assert respond_by(FRIDAY_16, severity=Severity.S1, limits=patient, hours=OFFICE) == date(2026, 11, 19)
