import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.core.calendars import french_holidays
from helpdesk.core.hours import Hours, open_time_between, parse_week
from helpdesk.core.topics import Severity
from helpdesk.tickets.clocks.rules import (
    ClockState,
    as_json,
    change,
    end,
    from_json,
    look,
    next_due,
    open_time_spent,
    pause,
    resume,
    start,
)
from helpdesk.tickets.promises.rules import ClockKind, Promise, PromiseLimits, Unit

PARIS = ZoneInfo("Europe/Paris")
LIMITS = PromiseLimits()
OFFICE = Hours(parse_week("lun-ven 09:00-18:00"), french_holidays())
MORNINGS = Hours(parse_week("lun-sam 08:00-12:00"), french_holidays())
NIGHTS = Hours(parse_week("lun-dim 00:00-05:00,22:00-24:00"))
ANSWER, CALLBACK, RESOLUTION = ClockKind.FIRST_ANSWER, ClockKind.CALLBACK, ClockKind.RESOLUTION
S1, S2, S3, S4 = Severity


def paris(month, day, hour=0, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def is_same_open_instant(one, other, hours):
    """Closing time and the next opening are one instant to a clock."""
    return one == other or open_time_between(min(one, other), max(one, other), hours) == timedelta()


def started(kind, severity, at, hours=OFFICE, limits=LIMITS):
    return start(kind, severity=severity, at=at, hours=hours, limits=limits)


# 2026: Wednesday 11 November is a holiday; clocks go back on Sunday 25 October and forward on
# Sunday 29 March; Friday 25 December is Christmas.
@pytest.mark.parametrize(
    ("kind", "severity", "at", "due_at"),
    [
        (ANSWER, S1, paris(11, 16, 10), paris(11, 16, 11)),
        (ANSWER, S1, paris(11, 10, 17, 30), paris(11, 12, 9, 30)),
        (ANSWER, S2, paris(11, 13, 17), paris(11, 16, 12)),
        (ANSWER, S2, paris(12, 24, 16), paris(12, 28, 11)),
        (ANSWER, S3, paris(11, 13, 12), paris(11, 16, 12)),
        (ANSWER, S3, paris(10, 23, 12), paris(10, 26, 12)),
        (ANSWER, S4, paris(11, 13, 17), paris(11, 16, 17)),
        (RESOLUTION, S1, paris(11, 13, 10), paris(11, 13, 18)),
        (RESOLUTION, S1, paris(11, 13, 17, 30), paris(11, 16, 18)),
        (RESOLUTION, S2, paris(11, 13, 12), paris(11, 17, 12)),
        (RESOLUTION, S2, paris(11, 10, 12), paris(11, 13, 12)),
        (RESOLUTION, S3, paris(3, 26, 12), paris(4, 2, 12)),
        (RESOLUTION, S4, paris(11, 13, 12), None),
        (CALLBACK, S2, paris(11, 13, 17), paris(11, 16, 17)),
        # 72 hours pass on the wall: at the change of the clocks the hour read on it moves by one.
        (CALLBACK, S3, paris(10, 23, 17), paris(10, 26, 16)),
        (CALLBACK, S3, paris(3, 27, 17), paris(3, 30, 18)),
    ],
)
def test_each_promise_is_due_when_the_calendar_says(kind, severity, at, due_at):
    assert started(kind, severity, at).due_at == due_at


def test_a_call_back_may_be_promised_in_opening_hours():
    limits = PromiseLimits(callback=Promise(72, Unit.OPENING_HOUR))

    clock = started(CALLBACK, S2, paris(11, 16, 9), limits=limits)

    assert clock.due_at == paris(11, 25, 18)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (paris(11, 16, 10), ClockState.FINE),
        (paris(11, 16, 12, 59), ClockState.FINE),
        (paris(11, 16, 13), ClockState.SOON),
        (paris(11, 16, 13, 59), ClockState.SOON),
        (paris(11, 16, 14), ClockState.LATE),
        (paris(11, 20), ClockState.LATE),
    ],
)
def test_a_clock_looks_short_in_its_last_quarter_and_late_from_the_instant_it_is_due(now, expected):
    clock = started(ANSWER, S2, paris(11, 16, 10))

    assert look(clock, now=now) is expected


def test_one_hour_to_answer_looks_short_from_the_start():
    assert look(started(ANSWER, S1, paris(11, 16, 10)), now=paris(11, 16, 10)) is ClockState.SOON


def test_a_clock_without_a_promise_is_never_late_and_counts_for_later():
    clock = started(RESOLUTION, S4, paris(11, 16, 10))

    assert (clock.soon_at, clock.due_at) == (None, None)
    assert look(clock, now=paris(12, 16)) is ClockState.FINE
    assert open_time_spent(clock, now=paris(11, 17, 10), hours=OFFICE) == timedelta(hours=9)


def test_a_wait_keeps_what_was_left():
    clock = started(ANSWER, S2, paris(11, 16, 10))

    waiting = pause(clock, at=paris(11, 16, 11), hours=OFFICE)
    again = resume(waiting, at=paris(11, 20, 16), hours=OFFICE, limits=LIMITS)

    assert look(waiting, now=paris(11, 19)) is ClockState.PAUSED
    assert (again.soon_at, again.due_at) == (paris(11, 20, 18), paris(11, 23, 10))


def test_a_late_clock_stays_late_while_the_member_is_waited_for():
    clock = started(ANSWER, S1, paris(11, 16, 10))

    assert pause(clock, at=paris(11, 16, 11), hours=OFFICE) == clock
    assert pause(clock, at=paris(11, 16, 10, 59), hours=OFFICE) != clock


def test_what_is_ended_changes_no_more():
    clock = end(started(ANSWER, S2, paris(11, 16, 10)), at=paris(11, 16, 12))
    later = paris(11, 18, 12)

    assert look(clock, now=later) is ClockState.ENDED
    assert end(clock, at=later) == clock
    assert pause(clock, at=later, hours=OFFICE) == clock
    assert resume(clock, at=later, hours=OFFICE, limits=LIMITS) == clock
    assert change(clock, severity=S1, at=later, hours=OFFICE, limits=LIMITS) == clock
    assert open_time_spent(clock, now=later, hours=OFFICE) == timedelta(hours=2)


def test_a_running_clock_is_not_set_going_twice():
    clock = started(ANSWER, S2, paris(11, 16, 10))

    assert resume(clock, at=paris(11, 16, 12), hours=OFFICE, limits=LIMITS) == clock


@pytest.mark.parametrize(
    ("severity", "at", "kept"),
    [(S2, paris(11, 16, 13, 59), True), (S2, paris(11, 16, 14), False), (S4, None, None)],
)
def test_a_promise_is_kept_when_it_ends_before_it_is_due(severity, at, kept):
    clock = started(ANSWER, severity, paris(11, 16, 10))

    assert (end(clock, at=at) if at else clock).was_kept is kept


def test_what_ends_while_the_member_is_waited_for_was_kept():
    waiting = pause(started(RESOLUTION, S2, paris(11, 16, 10)), at=paris(11, 16, 11), hours=OFFICE)

    assert end(waiting, at=paris(12, 1)).was_kept is True


@pytest.mark.parametrize(
    ("kind", "old", "new", "at", "due_at"),
    [
        # Three of nine hours are gone: one of the four of an S2 is left.
        (ANSWER, S3, S2, paris(11, 16, 12), paris(11, 16, 13)),
        # Six are gone: an S2 leaves nothing, so it is due at once.
        (ANSWER, S3, S2, paris(11, 16, 15), paris(11, 16, 15)),
        (ANSWER, S3, S2, paris(11, 16, 20), paris(11, 17, 9)),
        # Lowered: the three hours gone are taken off the nine, or off the 72 as hours on the wall.
        (ANSWER, S2, S3, paris(11, 16, 12), paris(11, 16, 18)),
        (ANSWER, S2, S4, paris(11, 16, 12), paris(11, 19, 9)),
        # Three days on the wall were two opening days.
        (ANSWER, S4, S3, paris(11, 18, 9), paris(11, 18, 9)),
        (RESOLUTION, S4, S3, paris(11, 18, 9), paris(11, 20, 18)),
        (RESOLUTION, S3, S4, paris(11, 18, 9), None),
        # Critical only now: it is considered today, whatever time has passed.
        (RESOLUTION, S3, S1, paris(11, 18, 9), paris(11, 18, 18)),
        (RESOLUTION, S1, S2, paris(11, 16, 12), paris(11, 17, 18)),
    ],
)
def test_another_severity_keeps_the_time_that_passed(kind, old, new, at, due_at):
    clock = started(kind, old, paris(11, 16, 9))

    assert change(clock, severity=new, at=at, hours=OFFICE, limits=LIMITS).due_at == due_at


def test_a_paused_clock_changes_its_promise_and_stays_paused():
    waiting = pause(started(ANSWER, S3, paris(11, 16, 9)), at=paris(11, 16, 12), hours=OFFICE)

    changed = change(waiting, severity=S2, at=paris(11, 18, 9), hours=OFFICE, limits=LIMITS)

    assert look(changed, now=paris(11, 18, 9)) is ClockState.PAUSED
    assert resume(changed, at=paris(11, 18, 9), hours=OFFICE, limits=LIMITS).due_at == paris(11, 18, 10)


def test_another_desk_goes_on_in_its_own_hours():
    clock = started(ANSWER, S2, paris(11, 16, 16))

    moved = change(clock, severity=S2, at=paris(11, 16, 17), hours=MORNINGS, limits=LIMITS, old_hours=OFFICE)

    assert moved.spent_open == timedelta(hours=1)
    assert moved.due_at == paris(11, 17, 11)


def test_the_clock_due_first_is_found_among_those_that_run():
    answer = started(ANSWER, S3, paris(11, 16, 10))
    callback = started(CALLBACK, S3, paris(11, 16, 10))
    resolution = started(RESOLUTION, S4, paris(11, 16, 10))

    assert next_due([callback, resolution, answer]) == answer
    assert next_due([callback, resolution, end(answer, at=paris(11, 16, 11))]) == callback
    assert next_due([resolution, pause(answer, at=paris(11, 16, 11), hours=OFFICE)]) is None


# Around both changes of the clock, the holidays of winter and of May, and the turn of the year.
instants = st.integers(0, 210 * 24 * 60).map(lambda minutes: paris(10, 20) + timedelta(minutes=minutes))
spell = st.integers(0, 4 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
spells = st.lists(spell, max_size=7)
desks = st.sampled_from([OFFICE, MORNINGS, NIGHTS])
kinds = st.sampled_from(ClockKind)
severities = st.sampled_from(Severity)


@given(kinds, severities, instants, desks, spells)
def test_waits_never_lose_or_give_back_open_time(kind, severity, at, hours, lengths):
    clock = started(kind, severity, at, hours)
    passed = timedelta()

    for turn, length in enumerate(lengths):
        if clock.is_running:
            passed += open_time_between(at, at + length, hours)
        at += length
        goes_on = turn % 2
        clock = (
            resume(clock, at=at, hours=hours, limits=LIMITS) if goes_on else pause(clock, at=at, hours=hours)
        )

    assert open_time_spent(clock, now=at, hours=hours) == passed


@given(severities, instants, desks, spells)
def test_an_opening_hours_clock_is_due_exactly_when_its_time_has_passed(severity, at, hours, lengths):
    clock = started(RESOLUTION, severity, at, hours)
    for length in lengths:
        clock = pause(clock, at=at, hours=hours)
        at += length
        clock = resume(clock, at=at, hours=hours, limits=LIMITS)

    if clock.due_at is None:
        assert severity is S4
    else:
        assert open_time_spent(clock, now=clock.due_at, hours=hours) == clock.allowed
        assert clock.since <= clock.soon_at <= clock.due_at


@given(kinds, severities, instants, desks, spells)
def test_a_wait_makes_nothing_due_earlier(kind, severity, at, hours, lengths):
    clock = started(kind, severity, at, hours)

    for length in lengths:
        before, at = clock.due_at, at + length
        clock = resume(pause(clock, at=at, hours=hours), at=at + length, hours=hours, limits=LIMITS)
        at += length
        assert before is None or clock.due_at >= before


@given(kinds, st.permutations(list(Severity)), instants, desks, spell)
def test_going_round_the_severities_and_back_changes_no_deadline(kind, order, start_at, hours, length):
    # The promise to the end of a day alone runs from the day a dossier became an S1.
    first, *others = (severity for severity in order if severity is not S1)
    untouched = clock = started(kind, first, start_at, hours)
    at = start_at
    for severity in [*others, first]:
        at += length
        clock = change(clock, severity=severity, at=at, hours=hours, limits=LIMITS)

    assert open_time_spent(clock, now=at, hours=hours) == open_time_spent(untouched, now=at, hours=hours)
    if untouched.due_at is not None and untouched.due_at > at:
        assert is_same_open_instant(clock.due_at, untouched.due_at, hours)


@given(severities, instants, desks)
def test_a_graver_severity_is_never_answered_later(severity, at, hours):
    plain = started(ANSWER, S3, at, hours)
    grave = started(ANSWER, S2, at, hours)
    critical = started(ANSWER, S1, at, hours)

    assert critical.due_at <= grave.due_at <= plain.due_at


@given(kinds, severities, instants, desks, spells)
def test_a_clock_kept_as_json_is_read_back_the_same(kind, severity, at, hours, lengths):
    clock = started(kind, severity, at, hours)
    for turn, length in enumerate(lengths):
        at += length
        clock = end(clock, at=at) if turn == 3 else pause(clock, at=at, hours=hours)

    assert from_json(json.loads(json.dumps(as_json(clock)))) == clock
