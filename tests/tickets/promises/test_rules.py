from datetime import UTC, date, datetime, timedelta

import pytest

from helpdesk.core.hours import Hours, parse_week
from helpdesk.core.topics import Severity
from helpdesk.tickets.promises.rules import (
    Basis,
    ClockKind,
    Promise,
    PromiseLimits,
    Unit,
    amount_of,
    basis_of,
    day_of,
    full_day,
)

LIMITS = PromiseLimits()
OFFICE = Hours(parse_week("lun-ven 09:00-18:00"))
LUNCH = Hours(parse_week("lun-jeu 09:00-12:00,14:00-18:00; ven 09:00-12:00"))
NIGHT = Hours(parse_week("lun-ven 18:00-24:00"))
MONDAY_10 = datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("severity", "first_answer", "resolution"),
    [
        # « 1 opening hour | escalation considered the same opening day »
        (Severity.S1, Promise(1, Unit.OPENING_HOUR), Promise(1, Unit.END_OF_DAY)),
        # « 4 opening hours | 2 opening days »
        (Severity.S2, Promise(4, Unit.OPENING_HOUR), Promise(2, Unit.OPENING_DAY)),
        # « 1 opening day | 5 opening days »
        (Severity.S3, Promise(1, Unit.OPENING_DAY), Promise(5, Unit.OPENING_DAY)),
        # « call-back within 72 h | – »
        (Severity.S4, Promise(72, Unit.HOUR), None),
    ],
)
def test_each_severity_promises_what_the_table_says(severity, first_answer, resolution):
    assert LIMITS.promise(ClockKind.FIRST_ANSWER, severity) == first_answer
    assert LIMITS.promise(ClockKind.RESOLUTION, severity) == resolution
    # « un délai maximal de 72H »
    assert LIMITS.promise(ClockKind.CALLBACK, severity) == Promise(72, Unit.HOUR)


@pytest.mark.parametrize(("hours", "expected"), [(OFFICE, 9), (LUNCH, 7), (NIGHT, 6)])
def test_an_opening_day_is_worth_the_fullest_day_of_the_week(hours, expected):
    assert full_day(hours) == timedelta(hours=expected)
    assert amount_of(Promise(2, Unit.OPENING_DAY), since=MONDAY_10, hours=hours) == 2 * timedelta(
        hours=expected
    )


@pytest.mark.parametrize(
    ("hours", "since", "expected"),
    [
        (OFFICE, MONDAY_10, timedelta(hours=8)),
        # Friday at 17:00 and at 17:55: the first answer is due at closing, then on Monday at 9:55.
        (OFFICE, datetime(2026, 11, 20, 16, tzinfo=UTC), timedelta(hours=1)),
        (OFFICE, datetime(2026, 11, 20, 16, 55, tzinfo=UTC), timedelta(hours=9, minutes=5)),
        (OFFICE, datetime(2026, 11, 21, 12, tzinfo=UTC), timedelta(hours=9)),
        (LUNCH, datetime(2026, 11, 16, 10, 30, tzinfo=UTC), timedelta(hours=4, minutes=30)),
        (NIGHT, datetime(2026, 11, 16, 22, tzinfo=UTC), timedelta(hours=1)),
    ],
)
def test_a_promise_to_the_end_of_a_day_leaves_its_hour_and_lasts_to_closing(hours, since, expected):
    assert amount_of(Promise(1, Unit.END_OF_DAY), since=since, hours=hours) == expected


def test_only_plain_hours_are_counted_on_the_wall():
    assert {unit for unit in Unit if basis_of(Promise(1, unit)) is Basis.WALL} == {Unit.HOUR}
    assert amount_of(Promise(72, Unit.HOUR), since=MONDAY_10, hours=OFFICE) == timedelta(hours=72)
    assert amount_of(Promise(4, Unit.OPENING_HOUR), since=MONDAY_10, hours=OFFICE) == timedelta(hours=4)


@pytest.mark.parametrize(("hours", "margin"), [(1, 1), (2, 1), (4, 1), (18, 4.5), (72, 18), (0, 0)])
def test_a_promise_looks_short_in_its_last_quarter_or_last_hour(hours, margin):
    assert LIMITS.margin(timedelta(hours=hours)) == timedelta(hours=margin)


def test_the_day_is_that_of_the_desk_and_not_of_greenwich():
    assert day_of(datetime(2026, 11, 16, 23, 30, tzinfo=UTC), OFFICE) == date(2026, 11, 17)
