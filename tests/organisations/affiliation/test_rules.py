"""Where an organisation stands, and which year a label names."""

from datetime import date, timedelta

import pytest

from helpdesk.organisations.affiliation.rules import (
    Limits,
    Slip,
    Standing,
    Year,
    ends_between,
    next_label,
    read_year,
    slip_in,
    standing_of,
)

LIMITS = Limits(notice_days=30, grace_days=60)
TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("ends_in", "standing"),
    [
        (None, Standing.UNKNOWN),
        (400, Standing.UP_TO_DATE),
        (30, Standing.UP_TO_DATE),
        (29, Standing.TO_RENEW),
        (0, Standing.TO_RENEW),
        (-60, Standing.TO_RENEW),
        (-61, Standing.LAPSED),
        (-4000, Standing.LAPSED),
    ],
)
def test_a_year_is_to_be_renewed_around_its_end_and_lapses_after_the_grace(ends_in, standing):
    # « Mon compte pourra-t-il continuer à fonctionner si l’affiliation n’a pas été renouvelée pour 2024-2025 ? Et non »
    last_day = None if ends_in is None else TODAY + timedelta(days=ends_in)

    assert standing_of(last_day, TODAY, LIMITS) is standing


@pytest.mark.parametrize(
    ("last_day", "standing"), [(date.max, Standing.UP_TO_DATE), (date.min, Standing.LAPSED)]
)
def test_a_year_at_the_end_of_time_stands_somewhere_too(last_day, standing):
    assert standing_of(last_day, TODAY, LIMITS) is standing


@pytest.mark.parametrize("limits", [LIMITS, Limits(1, 0), Limits(180, 365)])
def test_lists_say_the_same_as_the_rule(limits):
    for days in range(-400, 400):
        last_day = TODAY + timedelta(days=days)
        standing = standing_of(last_day, TODAY, limits)
        for each in (Standing.LAPSED, Standing.TO_RENEW, Standing.UP_TO_DATE):
            first, last = ends_between(each, TODAY, limits)
            is_between = (first is None or last_day >= first) and (last is None or last_day <= last)
            assert is_between is (each is standing)


@pytest.mark.parametrize(
    ("label", "begins", "ends"),
    [
        ("2024-2025", date(2024, 9, 1), date(2025, 8, 31)),
        ("2024-25", date(2024, 9, 1), date(2025, 8, 31)),
        ("2024/2025", date(2024, 9, 1), date(2025, 8, 31)),
        ("2099-2100", date(2099, 9, 1), date(2100, 8, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_label_names_a_year(label, begins, ends):
    year = read_year(label)

    assert (year.begins_on, year.ends_on) == (begins, ends)


@pytest.mark.parametrize(
    "label",
    [
        "",
        "24-25",
        "2024-2026",
        "2025-2024",
        "1999",
        "2024-2025-2026",
        "٢٠٢٤",
        "2026\n",
        "x" * 400,
        "2024-2124",
    ],
)
def test_anything_else_names_none(label):
    assert read_year(label) is None


@pytest.mark.parametrize(
    ("begins", "ends", "slip"),
    [
        (date(2027, 1, 1), date(2026, 1, 1), Slip.BACKWARDS),
        (date(2027, 1, 1), date(2030, 1, 1), Slip.TOO_LONG),
        (date(2026, 12, 31), date(2027, 12, 31), Slip.OVERLAPS),
        (date(2027, 1, 1), date(2027, 12, 31), None),
        (date(2027, 1, 1), date(2027, 1, 1), None),
        (date(9999, 1, 1), date(9999, 12, 31), Slip.OUT_OF_TIME),
        (date(2100, 9, 1), date(2101, 8, 31), Slip.OUT_OF_TIME),
        (date(2099, 9, 1), date(2100, 8, 31), None),
        (date(1999, 9, 1), date(2000, 8, 31), Slip.OUT_OF_TIME),
        (date(2000, 1, 1), date(2000, 12, 31), None),
    ],
)
def test_a_slip_of_the_pen_is_seen(begins, ends, slip):
    known = Year("2026", date(2026, 1, 1), date(2026, 12, 31))

    found = slip_in(Year("2027", begins, ends), [known])

    assert (found and found[0]) == slip


@pytest.mark.parametrize(
    ("latest", "by_school_year", "label"),
    [
        ("2025-2026", False, "2026-2027"),
        ("2025", True, "2026"),
        ("autre", True, "2026-2027"),
        (None, True, "2026-2027"),
        (None, False, "2026"),
    ],
)
def test_the_next_year_is_suggested(latest, by_school_year, label):
    assert next_label(latest, TODAY, by_school_year=by_school_year) == label


def test_a_school_year_begins_in_september():
    assert next_label(None, date(2026, 8, 31), by_school_year=True) == "2025-2026"
