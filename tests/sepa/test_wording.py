import time

import pytest

from helpdesk.sepa.wording import WORDINGS, asked_code, asked_unknown, looks_like_code, recognise


def named(text: str) -> list[str]:
    return [each.code for each in recognise(text)]


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("AM04", "AM04"),
        ("am04", "AM04"),
        ("Motif de rejet : MD01.", "MD01"),
        ("provision insuffisante", "AM04"),
        ("Prélèvement impayé pour PROVISION INSUFFISANTE", "AM04"),
        ("compte clôturé", "AC04"),
        ("Compte clos", "AC04"),
        ("Défaut de provision", "AM04"),
        ("retour : mandat inexistant", "MD01"),
        ("titulaire décédé", "MD07"),
        ("Raison non communiquée par le client", "MS02"),
        ("raison non communiquée", "MS03"),
        ("cust", "CUST"),
        ("0511112026;PRLV SEPA;-15,00;RCUR;++RUM-0042;AC04;FR7630006000011234567890189", "AC04"),
        ("<Rsn><Cd>MD06</Cd></Rsn>", "MD06"),
        ("insufficient funds", "AM04"),
        ("am 04", "AM04"),
        ("AM-04", "AM04"),
        ("AM\u00a004", "AM04"),
        ("AMO4", "AM04"),
        ("MD 01", "MD01"),
        ("motif : md_01 ;", "MD01"),
        ("insuficient provison", "AM04"),
        ("provision insufisante", "AM04"),
        ("prov. insuffisante, provisoin", "AM04"),
        ("opposition du client", "MS02"),
        ("opposition client", "MS02"),
        ("Oposition du cleint", "MS02"),
        ("RIB invalide", "AC01"),
        ("mandta introuvable", "MD01"),
    ],
)
def test_a_code_or_the_words_of_a_bank_are_recognised(pasted, code):
    assert named(pasted) == [code]


def test_a_wording_of_two_codes_offers_both():
    assert named("prelevement contesté") == ["MD01", "MD06"]


def test_several_codes_are_all_offered():
    assert named("AM04 puis MD01 sur le même relevé") == ["AM04", "MD01"]


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "bonjour",
        "le service tech est fermé",
        "AM99",
        "fin du 04 mai",
        "la provision",
        "x" * 100_000,
        "İM04",
    ],
)
def test_what_means_nothing_is_not_guessed(pasted):
    assert named(pasted) == []


def test_every_wording_leads_to_its_own_code():
    for code, texts in WORDINGS.items():
        for text in texts:
            assert code in named(text), text


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("AM04", "AM04"),
        ("code rejet md01", "MD01"),
        ("am 04", "AM04"),
        ("rejet md-01", "MD01"),
        ("AM04 MD01", None),
        ("tech", "TECH"),
        ("service tech", None),
    ],
)
def test_a_search_for_a_code_is_known_as_such(query, code):
    found = asked_code(query)

    assert (found and found.code) == code


def test_a_question_that_mentions_a_code_is_not_a_search_for_it():
    assert asked_code("pourquoi mon trésorier me parle-t-il du motif AM04 depuis hier") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("zz99", "ZZ99"), (" AM04 ", "AM04"), ("tx 47", "TX47"), ("12", ""), ("../AM", ""), ("A" * 99, "")],
)
def test_what_has_the_shape_of_a_code(text, code):
    assert looks_like_code(text) == code


@pytest.mark.parametrize(
    ("query", "code"),
    [("AM47", "AM47"), (" md99 ", "MD99"), ("AM04", ""), ("mail", ""), ("TECH", ""), ("a 04", "")],
)
def test_a_search_for_a_code_that_nobody_knows(query, code):
    assert asked_unknown(query) == code


@pytest.mark.parametrize(
    "query",
    [
        "UD75",
        "ud 75",
        "le 12",
        "du 15",
        "du15",
        "en 26",
        "CB 12",
        "FR76",
        "CH-12",
        "am 47",
        "TX47",
        "am\u00a047",
    ],
)
def test_two_letters_and_a_number_are_not_taken_for_a_code(query):
    assert asked_unknown(query) == ""


def test_mistakes_in_a_long_text_are_looked_for_in_bounded_time():
    begun = time.process_time()

    named("provisoin insufisante " * 50_000)

    assert time.process_time() - begun < 0.5
