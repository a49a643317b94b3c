from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.desks.rules import Absence, answering, is_away, who_covers

MONDAY = date(2026, 11, 16)
NADIA, CLAIRE, KARIM, LEA = 1, 2, 3, 4


def away(person, substitute=None, first=MONDAY, last=MONDAY):
    return Absence(person, first, last, substitute)


@pytest.mark.parametrize(
    ("absences", "expected"),
    [
        ([], NADIA),
        ([away(CLAIRE, KARIM)], NADIA),
        ([away(NADIA, CLAIRE)], CLAIRE),
        ([away(NADIA, CLAIRE), away(CLAIRE, KARIM)], KARIM),
        ([away(NADIA)], None),
        ([away(NADIA, CLAIRE), away(CLAIRE)], None),
        ([away(NADIA, NADIA)], None),
        ([away(NADIA, CLAIRE), away(CLAIRE, NADIA)], None),
    ],
    ids=[
        "here",
        "another is away",
        "away",
        "the substitute too",
        "nobody named",
        "line ends",
        "self",
        "circle",
    ],
)
def test_the_substitute_answers_and_substitutes_are_followed_without_turning_round(absences, expected):
    assert who_covers(NADIA, on=MONDAY, absences=absences) == expected


def test_of_two_absences_the_one_begun_last_names_the_substitute_and_the_other_is_tried_next():
    long_leave = away(NADIA, CLAIRE, first=date(2026, 11, 2), last=date(2026, 11, 30))
    training = away(NADIA, KARIM)

    assert who_covers(NADIA, on=MONDAY, absences=[long_leave, training]) == KARIM
    assert who_covers(NADIA, on=MONDAY, absences=[long_leave, training, away(KARIM)]) == CLAIRE


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 11, 15), False), (MONDAY, True), (date(2026, 11, 20), True), (date(2026, 11, 21), False)],
)
def test_the_first_and_the_last_day_belong_to_the_absence(day, expected):
    absence = away(NADIA, last=date(2026, 11, 20))

    assert is_away(NADIA, on=day, absences=[absence]) is expected


def test_a_desk_is_answered_by_those_who_are_here_and_once_by_whoever_stands_in():
    absences = [away(NADIA, LEA), away(CLAIRE, LEA)]

    assert answering([NADIA, CLAIRE, KARIM], on=MONDAY, absences=absences) == (LEA, KARIM)


people = st.integers(1, 6)


@given(st.lists(st.builds(away, people, st.none() | people), max_size=15), people)
def test_who_answers_is_never_somebody_away(absences, person):
    found = who_covers(person, on=MONDAY, absences=absences)

    assert found is None or not is_away(found, on=MONDAY, absences=absences)
