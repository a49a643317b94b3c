import csv

import pytest

from helpdesk.sepa.codes import TABLE, Actor, Again, all_codes, find_code, meaning


def test_every_line_of_the_table_is_read_and_says_something_in_both_languages():
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))

    codes = all_codes()

    assert len(codes) == len(lines) == 74
    assert all(len(code) == 4 for code in codes)
    assert all(each.fr and each.en and each.advice_fr and each.advice_en for each in codes.values())
    assert not any("'" in each.fr + each.advice_fr for each in codes.values())
    assert list(codes) == sorted(codes)


def test_a_code_says_what_it_means_who_acts_and_whether_to_try_again():
    funds = find_code("AM04")

    assert funds is not None
    assert funds.meaning("fr") == "Provision insuffisante"
    assert funds.meaning("en") == "Insufficient funds"
    assert funds.actors == (Actor.MEMBER,)
    assert funds.again is Again.ONCE_AGREED


@pytest.mark.parametrize("typed", ["am04", " AM04 ", "Am04", "am 04", "AM-04"])
def test_a_code_is_found_however_it_is_typed(typed):
    assert meaning(typed) == "Provision insuffisante"


@pytest.mark.parametrize("typed", ["", "AM99", "AM04 AM05", "A" * 100_000, "../reason", "İM04"])
def test_what_is_no_code_means_nothing(typed):
    assert find_code(typed) is None
    assert meaning(typed, "en") == ""
