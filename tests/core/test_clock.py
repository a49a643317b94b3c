from datetime import UTC, date, datetime, timedelta

import pytest

from helpdesk.core import clock


def test_now_is_aware_and_in_utc():
    assert clock.now().utcoffset() == timedelta(0)


# Source: “The field”, §2.5, « 26 Mar 2027 17:30 = 16:30 UTC; 29 Mar 09:00 = 07:00 UTC »
@pytest.mark.parametrize(
    ("instant", "wall"),
    [
        (datetime(2027, 3, 26, 16, 30, tzinfo=UTC), "2027-03-26T17:30"),
        (datetime(2027, 3, 29, 7, 0, tzinfo=UTC), "2027-03-29T09:00"),
    ],
)
def test_local_time_follows_summer_time(instant, wall):
    assert clock.local(instant).isoformat(timespec="minutes").startswith(wall)


def test_a_naive_instant_is_a_programming_error():
    with pytest.raises(ValueError, match="time zone"):
        clock.local(datetime(2027, 3, 26))


@pytest.mark.parametrize("text", ["2026-11-16", "16/11/2026", " 16/11/2026 "])
def test_a_day_is_read_as_browsers_and_people_write_it(text):
    assert clock.parse_date(text) == date(2026, 11, 16)


@pytest.mark.parametrize("text", ["", "31/02/2026", "11-16-2026", "demain", "2026-11-16T10:00", "9" * 5000])
def test_what_is_not_a_day_is_a_value_error(text):
    with pytest.raises(ValueError, match="not a day"):
        clock.parse_date(text)
