from datetime import date

import pytest

from helpdesk.sepa.codes import all_codes, find_code
from helpdesk.sepa.rules import (
    Letter,
    Stage,
    Window,
    add_months,
    deadlines,
    first_presentation,
    letter_of,
    stage_of,
    windows_of,
)

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("code", "stage"),
    [
        ("AM04", Stage.BEFORE_OR_AFTER),
        ("MD06", Stage.PAID_BACK),
        ("AM05", Stage.PAID_BACK),
        ("FF01", Stage.BEFORE),
        ("AM10", Stage.FILE),
        ("CNOR", Stage.BEFORE),
    ],
)
def test_a_code_tells_how_far_the_debit_had_come(code, stage):
    assert stage_of(find_code(code)) is stage


@pytest.mark.parametrize(
    ("code", "windows"),
    [
        ("AM04", (Window.RETURN, Window.PRESENT)),
        ("AM05", (Window.REVERSAL, Window.REFUND, Window.UNAUTHORISED)),
        ("MD06", (Window.REFUND, Window.UNAUTHORISED)),
        ("MD01", (Window.RETURN, Window.UNAUTHORISED, Window.LAPSE)),
        ("AM10", (Window.PRESENT,)),
        ("MD07", (Window.RETURN,)),
    ],
)
def test_only_the_deadlines_that_run_for_a_code_are_told(code, windows):
    assert windows_of(find_code(code)) == windows


def test_days_are_reckoned_from_the_debit_over_the_closing_days_of_banks():
    # Good Friday, the week-end and Easter Monday lie between: 25 to 30 March 2027.
    days = {each.window: each.on for each in deadlines(find_code("AM05"), date(2027, 3, 25), today=TODAY)}

    assert days[Window.REVERSAL] == date(2027, 4, 5)
    assert days[Window.REFUND] == date(2027, 5, 20)
    assert days[Window.UNAUTHORISED] == date(2028, 4, 25)


def test_a_bank_works_on_14_july():
    days = {each.window: each.on for each in deadlines(find_code("AM04"), date(2027, 7, 13), today=TODAY)}

    assert days[Window.RETURN] == date(2027, 7, 20)


def test_without_the_day_of_the_debit_no_day_is_told():
    assert {each.on for each in deadlines(find_code("AM04"), None, today=TODAY)} == {None}


def test_a_new_presentation_keeps_the_notice_and_falls_on_a_day_of_banks():
    assert first_presentation(date(2026, 12, 11)) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2026, 11, 16), 13, date(2027, 12, 16)),
        (date(2026, 1, 31), 13, date(2027, 2, 28)),
        (date(2027, 1, 31), 13, date(2028, 2, 29)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 36, date(2029, 12, 31)),
    ],
)
def test_months_later_is_the_same_day_or_the_last(day, count, later):
    assert add_months(day, count) == later


def test_nobody_writes_a_letter_to_somebody_who_died():
    assert letter_of(find_code("MD07")) is Letter.NONE


def test_every_code_has_its_letter_or_none_on_purpose():
    without = {code for code, each in all_codes().items() if letter_of(each) is Letter.NONE}

    assert without <= {
        *("MD07", "FOCR", "AM06", "CH03", "CH04", "CH22", "CURR", "DS02", "DT02", "FF08", "RF01"),
    }
