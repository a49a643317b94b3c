"""Which words may be proposed, and the sums."""

from datetime import date

import pytest

from helpdesk.faq.learning.rules import (
    Period,
    alias_from,
    harm,
    key_of,
    period_from,
    share,
    spared,
)

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("typed", "alias"),
    [
        ("prélevé deux fois", "prélevé deux fois"),
        ("  Deux\tprélèvements ?! ", "Deux prélèvements"),
        ("« débité » en double", "débité » en double"),
        ("rejet AM04 sur pain.001", "rejet AM04 sur pain.001"),
        ("prélèvement de mars 2026", "prélèvement de mars 2026"),
        ("monsieur le trésorier ne répond pas", "monsieur le trésorier ne répond pas"),
    ],
)
def test_everyday_words_become_a_formulation(typed: str, alias: str):
    assert alias_from(typed) == alias


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ab",
        "???",
        "x" * 121,
        "un mot " * 8,
        "je suis nom@example.org",
        "mon IBAN FR76 3000 6000 0112 3456 7890 189",
        "rappelez le 01 99 00 12 34",
        "compte dupont75 bloqué",
        "écrire à Mme Exemple",
        "mandat de Jean Exemple perdu",
        "1 85 05 78 006 084 91",
    ],
)
def test_what_may_name_somebody_or_tells_a_story_is_left(typed: str):
    assert alias_from(typed) is None


def test_case_accents_and_signs_make_no_other_proposal():
    assert key_of("Prélevé, deux FOIS !") == key_of("preleve deux fois")


def test_harm_is_readers_times_the_share_of_no():
    assert harm(100, 3, 1) == 25
    assert harm(0, 1, 3) == 3
    assert harm(100, 0, 0) == 0


def test_the_deflection_rate_weighs_answers_found_against_dossiers():
    assert spared(3, 1) == 0.75
    assert spared(0, 0) is None
    assert share(1, 4) == 0.25


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, (date(2026, 10, 20), TODAY)),
        (date(2026, 11, 1), date(2026, 11, 7), (date(2026, 11, 1), date(2026, 11, 7))),
        (date(2026, 11, 9), date(2026, 11, 2), (date(2026, 11, 2), date(2026, 11, 2))),
        (None, date(2030, 1, 1), (date(2026, 10, 20), TODAY)),
        (date(1, 1, 1), None, (date(2024, 11, 15), TODAY)),
        (None, date(1, 1, 1), (date(2009, 12, 5), date(2010, 1, 1))),
    ],
)
def test_a_period_is_read_and_cut(first: date | None, last: date | None, expected: tuple[date, date]):
    period = period_from(first, last, today=TODAY)

    assert (period.first, period.last) == expected


def test_weeks_begin_on_monday():
    assert Period(date(2026, 11, 8), date(2026, 11, 16)).weeks() == [
        date(2026, 11, 2),
        date(2026, 11, 9),
        date(2026, 11, 16),
    ]
