from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.core.calendars import french_holidays
from helpdesk.core.clock import PARIS
from helpdesk.core.hours import (
    Hours,
    Span,
    add_open_time,
    open_time_between,
    parse_hours,
    parse_week,
    reachable_by,
)

OFFICE = Hours(parse_week("lun-ven 09:00-18:00"), french_holidays())
SPLIT = Hours(parse_week("lun-ven 9h-12h, 13h30-18h; sam 9h-12h"), french_holidays("57"))
NIGHTS = Hours(parse_week("lun-dim 00:00-02:30, 02:45-04:00, 22:00-24:00"))
ALWAYS = Hours(parse_week("lun-dim 00:00-24:00"))


def paris(text):
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


# Four years around both changes of the clock, at every minute and in the hour that comes twice.
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))
CHANGES = st.sampled_from(["2026-10-25", "2027-03-28", "2027-10-31", "2028-03-26"]).flatmap(
    lambda day: st.integers(-3000, 3000).map(
        lambda minutes: datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(minutes=minutes)
    )
)
WHEN = INSTANTS | CHANGES
AMOUNTS = st.timedeltas(timedelta(), timedelta(hours=200))
HOURS = st.sampled_from([OFFICE, SPLIT, NIGHTS, ALWAYS])


def test_a_complaint_of_friday_evening_is_due_on_monday_morning():
    due = add_open_time(paris("2026-11-13T17:00"), timedelta(hours=2), OFFICE)

    assert due == paris("2026-11-16T10:00")


# Source: “The field”, §2.5, « 26 Mar 2027 17:30 = 16:30 UTC; 29 Mar 09:00 = 07:00 UTC »; that Monday is
# Easter's, so the hour falls on the Tuesday.
def test_open_time_is_right_over_the_change_of_the_clock_and_a_holiday():
    start = datetime(2027, 3, 26, 16, 30, tzinfo=UTC)

    assert add_open_time(start, timedelta(hours=1), OFFICE) == datetime(2027, 3, 30, 7, 30, tzinfo=UTC)
    assert OFFICE.next_opening(start) == datetime(2027, 3, 30, 7, 0, tzinfo=UTC)


def test_what_ends_with_the_day_is_due_at_closing_time():
    assert add_open_time(paris("2026-11-16T17:00"), timedelta(hours=1), OFFICE) == paris("2026-11-16T18:00")


def test_no_time_at_all_is_due_at_the_next_open_instant():
    assert add_open_time(paris("2026-11-14T17:00"), timedelta(), OFFICE) == paris("2026-11-16T09:00")


@pytest.mark.parametrize(
    ("wall", "closes", "opens"),
    [
        ("2026-11-16T08:59", None, "2026-11-16T09:00"),
        ("2026-11-16T09:00", "2026-11-16T12:00", "2026-11-16T13:30"),
        ("2026-11-16T12:00", None, "2026-11-16T13:30"),
        ("2026-11-16T17:59", "2026-11-16T18:00", "2026-11-17T09:00"),
        ("2026-11-21T12:30", None, "2026-11-23T09:00"),
        ("2026-12-24T18:00", None, "2026-12-28T09:00"),
    ],
)
def test_a_page_can_say_until_when_it_is_open_or_when_it_opens_again(wall, closes, opens):
    instant = paris(wall)

    assert SPLIT.closes_at(instant) == (closes and paris(closes))
    assert SPLIT.is_open(instant) is (closes is not None)
    assert SPLIT.next_opening(instant) == paris(opens)


def test_extra_closures_close():
    hours = parse_hours("lun-ven 09:00-18:00", closures=frozenset({date(2026, 11, 16)}))

    assert hours.next_opening(paris("2026-11-14T12:00")) == paris("2026-11-17T09:00")


def test_a_day_around_the_clock_has_as_many_hours_as_the_calendar_says():
    lengths = [
        open_time_between(paris(f"{day}T00:00"), paris(f"{day}T00:00") + timedelta(days=2), ALWAYS)
        for day in ("2027-03-28", "2027-10-31")
    ]

    assert lengths == [timedelta(days=2)] * 2
    assert ALWAYS.sessions_of(date(2027, 3, 28)) == ((paris("2027-03-28T00:00"), paris("2027-03-29T00:00")),)


def test_hours_close_on_the_holidays_of_their_place():
    boxing_day = paris("2028-12-26T10:00")

    assert parse_hours("lun-ven 09:00-18:00").is_open(boxing_day)
    assert not parse_hours("lun-ven 09:00-18:00", subdivision="6AE").is_open(boxing_day)
    assert parse_hours("lun-ven 9h-18h", subdivision="57") == parse_hours("mon-fri 9h-18h", subdivision="57")


def test_hours_that_never_open_again_are_refused_rather_than_searched_for_ever():
    closed = Hours(OFFICE.week, is_holiday=lambda day: day.year > 2026)

    with pytest.raises(ValueError, match="never open again"):
        closed.next_opening(paris("2026-12-31T19:00"))


@given(WHEN, AMOUNTS, HOURS)
def test_adding_and_measuring_are_inverse(start, amount, hours):
    assert open_time_between(start, add_open_time(start, amount, hours), hours) == amount


@given(WHEN, WHEN, HOURS)
def test_measuring_and_adding_never_overshoot(start, end, hours):
    start, end = min(start, end), max(start, min(end, start + timedelta(days=30)))

    reached = add_open_time(start, open_time_between(start, end, hours), hours)

    assert reached <= end or open_time_between(end, reached, hours) == timedelta()


@given(WHEN, AMOUNTS, AMOUNTS, HOURS)
def test_more_time_is_never_due_earlier(start, one, other, hours):
    one, other = sorted((one, other))

    assert add_open_time(start, one, hours) <= add_open_time(start, other, hours)


@given(WHEN, WHEN, AMOUNTS, HOURS)
def test_what_comes_later_is_never_due_earlier(one, other, amount, hours):
    one, other = sorted((one, other))

    assert add_open_time(one, amount, hours) <= add_open_time(other, amount, hours)


@given(WHEN, AMOUNTS, HOURS)
def test_nothing_is_due_in_closed_time(start, amount, hours):
    due = add_open_time(start, amount, hours)

    assert hours.is_open(due) or hours.is_open(due - timedelta(microseconds=1))


@given(WHEN, HOURS)
def test_somebody_is_there_only_within_the_spans_of_the_wall_clock(instant, hours):
    wall = instant.astimezone(PARIS)
    minutes = wall.hour * 60 + wall.minute
    within = any(span.opens <= minutes < span.closes for span in hours.week[wall.weekday()])

    if hours.is_open(instant):
        # The hour that comes twice in October belongs whole to the span it begins in.
        assert within or (instant - timedelta(hours=1)).astimezone(PARIS).hour == wall.hour
        assert not hours.is_holiday(wall.date())


@given(WHEN, HOURS)
def test_the_next_opening_follows_a_closed_instant(instant, hours):
    opens = hours.next_opening(instant)

    assert opens > instant
    assert hours.is_open(opens)
    if not hours.is_open(instant):
        assert open_time_between(instant, opens, hours) == timedelta()


@pytest.mark.parametrize(
    "text",
    [
        "lun-ven 09:00-12:00,13:00-18:00; sam 09:00-12:00",
        "mon-fri 9:00-12:00, 13:00-18:00\nsaturday 9h-12h",
        "Lundi-Vendredi : 9h00 – 12h, 13 h – 18 h 00; samedi 9h-11h; sam 11h-12h",
        "lun,mar,mer-ven 9h-12h,13h-18h;sam 9h-12h;",
    ],
)
def test_a_week_is_read_as_people_write_it(text):
    day = (Span(540, 720), Span(780, 1080))

    assert parse_week(text) == (day, day, day, day, day, (Span(540, 720),), ())


def test_a_run_of_days_may_pass_the_end_of_the_week():
    assert [bool(spans) for spans in parse_week("sam-lun 9h-12h")] == [
        True,
        False,
        False,
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        ";",
        "lun",
        "9h-12h",
        "lu 9h-12h",
        "lun 12h-9h",
        "lun 9h-9h",
        "lun 9h-25h",
        "lun 9h60-12h",
        "lun 9h-24:01",
        "lun 9h-12h, 11h-13h",
        "lun 9h-12h; lundi 11h-13h",
        "lun - 9h-12h",
        "xyz 9h-12h",
        "lun 9h",
        "lun-ven-sam",
        "lun 9-12",
        "lun " + "9" * 10_000,
        "lun," * 10_000,
    ],
)
def test_what_is_not_a_week_is_a_value_error(text):
    with pytest.raises(ValueError, match=r"."):
        parse_week(text)


@pytest.mark.parametrize("week", [(), ((),) * 7, ((Span(540, 720), Span(700, 800)),) * 7])
def test_hours_need_a_week_in_order(week):
    with pytest.raises(ValueError, match=r"week|spans"):
        Hours(week)


def test_open_time_only_goes_forward():
    with pytest.raises(ValueError, match="forward"):
        add_open_time(paris("2026-11-16T10:00"), timedelta(seconds=-1), OFFICE)
    assert open_time_between(paris("2026-11-16T10:00"), paris("2026-11-16T09:00"), OFFICE) == timedelta()


@pytest.mark.parametrize(
    ("due", "after", "told"),
    [
        # Within opening hours, or at closing time: as it is.
        ("2026-11-18T10:00", "2026-11-16T10:00", "2026-11-18T10:00"),
        ("2026-11-18T18:00", "2026-11-16T10:00", "2026-11-18T18:00"),
        # In the night, at the week-end, on a holiday: by the closing before.
        ("2026-11-18T02:14", "2026-11-16T10:00", "2026-11-17T18:00"),
        ("2026-11-22T15:00", "2026-11-19T15:00", "2026-11-20T18:00"),
        ("2026-11-11T11:00", "2026-11-09T11:00", "2026-11-10T18:00"),
        # Nobody is there between the promise and its end.
        ("2026-11-22T15:00", "2026-11-20T18:30", "2026-11-22T15:00"),
    ],
)
def test_a_promise_that_ends_at_night_is_told_by_the_closing_before(due, after, told):
    assert reachable_by(paris(due), OFFICE, after=paris(after)) == paris(told)
