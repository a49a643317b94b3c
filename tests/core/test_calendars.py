from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.core.calendars import (
    SUBDIVISIONS,
    add_business_days,
    add_target_days,
    business_days_between,
    french_holidays,
    is_business_day,
    is_target_day,
    target_days_between,
)

DAYS = st.dates(date(2017, 1, 1), date(2035, 12, 31))


def days_of(year, rule):
    return [day for n in range(366) if rule(day := date(year, 1, 1) + timedelta(days=n)) and day.year == year]


# Source: “The field”, §2.5, « FR = 11 days; Moselle (57) and Bas-/Haut-Rhin (6AE) add Good Friday + 26 Dec ».
def test_france_has_eleven_holidays():
    assert len(days_of(2027, french_holidays())) == 11


@pytest.mark.parametrize("place", ["57", "6AE"])
def test_moselle_and_alsace_have_two_more(place):
    more = set(days_of(2027, french_holidays(place))) - set(days_of(2027, french_holidays()))

    assert more == {date(2027, 3, 26), date(2027, 12, 26)}


@pytest.mark.parametrize("place", SUBDIVISIONS)
def test_every_place_on_the_list_is_known(place):
    assert french_holidays(place)(date(2027, 7, 14))


def test_a_place_without_holidays_of_its_own_is_refused():
    with pytest.raises(ValueError, match="'75'"):
        french_holidays("75")


def test_the_same_place_gives_the_same_rule():
    assert french_holidays("57") == french_holidays("57")


# Source: “The field”, §2.5, « TARGET = 1 Jan, Good Friday, Easter Monday, 1 May, 25-26 Dec (2027 checked) ».
def test_target_closes_six_days_a_year_beside_week_ends():
    closed = [day for day in days_of(2026, lambda day: not is_target_day(day)) if day.weekday() < 5]

    assert closed == [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 12, 25),
    ]


# Source: “The field”, §2.5, « 14 July is a bank day for SEPA ».
def test_the_two_calendars_differ():
    assert is_target_day(date(2027, 7, 14))
    assert not is_business_day(date(2027, 7, 14))
    assert is_business_day(date(2027, 3, 26))
    assert not is_target_day(date(2027, 3, 26))
    assert not is_business_day(date(2027, 3, 26), subdivision="57")


# Source: “The field”, §1.1, « ≤ D+5 interbank business days ».
@pytest.mark.parametrize(
    ("day", "count", "reached"),
    [
        (date(2026, 11, 16), 5, date(2026, 11, 23)),
        (date(2027, 3, 24), 5, date(2027, 4, 2)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 26), 0, date(2026, 12, 28)),
        (date(2026, 11, 16), 0, date(2026, 11, 16)),
        (date(2026, 11, 16), -1, date(2026, 11, 13)),
    ],
)
def test_target_days_are_added(day, count, reached):
    assert add_target_days(day, count) == reached


def test_working_days_are_added_and_counted_by_place():
    assert add_business_days(date(2027, 3, 25), 1) == date(2027, 3, 26)
    assert add_business_days(date(2027, 3, 25), 1, subdivision="57") == date(2027, 3, 30)
    assert business_days_between(date(2027, 3, 25), date(2027, 3, 30)) == 2
    assert business_days_between(date(2027, 3, 25), date(2027, 3, 30), subdivision="57") == 1


@given(DAYS, st.integers(1, 60))
def test_days_added_are_the_days_counted(day, count):
    assert target_days_between(day, add_target_days(day, count)) == count
    assert business_days_between(day, add_business_days(day, count)) == count


@given(DAYS, st.integers(-60, 60))
def test_one_always_lands_on_a_day_that_is_open(day, count):
    assert is_target_day(add_target_days(day, count))
    assert is_business_day(add_business_days(day, count))


def test_nothing_lies_between_a_day_and_an_earlier_one():
    assert target_days_between(date(2026, 11, 16), date(2026, 11, 2)) == 0
