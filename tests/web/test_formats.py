"""Dates, times and sums in both languages."""

from datetime import UTC, date, datetime

from flask import Flask

from helpdesk.web.filters import day, local_time, money, short_time
from helpdesk.web.i18n import in_lang

AT = datetime(2026, 11, 16, 9, 5, tzinfo=UTC)


def test_an_instant_is_said_in_the_zone_of_the_settings_and_the_language_of_the_page(app: Flask) -> None:
    french = (local_time(AT), short_time(AT), day(AT))

    with in_lang("en"):
        english = (local_time(AT), short_time(AT), day(AT))

    assert french == (
        "lundi 16 novembre 2026 à 10\u00a0h\u00a005",
        "16 nov., 10\u00a0h\u00a005",
        "16 novembre 2026",
    )
    assert english == ("Monday 16 November 2026 at 10:05", "16 Nov, 10:05", "16 November 2026")


def test_a_day_is_said_without_a_zone(app: Flask) -> None:
    assert day(date(2026, 1, 1)) == "1er janvier 2026"
    assert day(date(2026, 1, 21)) == "21 janvier 2026"


def test_the_first_of_a_month_is_an_ordinal_and_the_first_hour_is_not(app: Flask) -> None:
    first = datetime(2026, 11, 1, 0, 0, tzinfo=UTC)

    assert local_time(first) == "dimanche 1er novembre 2026 à 1\u00a0h"
    assert short_time(first) == "1er nov., 1\u00a0h"
    with in_lang("en"):
        assert local_time(first) == "Sunday 1 November 2026 at 01:00"


def test_money_is_said_as_its_reader_writes_it(app: Flask) -> None:
    french = money(123456)

    with in_lang("en"):
        english = money(123456)

    assert (french, english) == ("1\u202f234,56\u00a0€", "€1,234.56")
