import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.core.french import fold, stem, stems


@pytest.mark.parametrize(
    "family",
    [
        "prélèvement prélèvements prélevé prélevée prélevés prélever",
        "rejet rejets rejeté rejetée rejeter",
        "impayé impayés impayée",
        "trésorier trésoriers trésorière",
        "cotisation cotisations cotiser",
        "mandat mandats",
        "révocation révocations révoquer révoqué",
        "créancier créanciers créancière",
        "bancaire bancaires",
        "local locaux locale",
        "connexion connexions",
        "virement virements virer",
        "débit débits débiter",
        "école écoles",
    ],
)
def test_words_of_a_family_share_their_stem(family):
    assert len({stem(fold(word)) for word in family.split()}) == 1


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("remboursement", "rembours"),
        ("autorisation", "autoris"),
        ("creancier", "creanc"),
        ("rembourser", "rembours"),
        ("directrice", "direct"),
        ("journaux", "journal"),
        ("bureaux", "bureau"),
        ("abonnement", "abon"),
        ("rum", "rum"),
        ("am04", "am04"),
        ("2018", "2018"),
    ],
)
def test_stems_stay_what_the_index_holds(word, found):
    assert stem(word) == found


@pytest.mark.parametrize("pair", ["mandat mandataire", "carte carton", "compte complet", "rejet retour"])
def test_words_of_two_families_do_not_share_their_stem(pair):
    assert len({stem(word) for word in pair.split()}) == 2


def test_a_question_is_reduced_to_what_it_says():
    assert stems("Pourquoi j’ai été prélevé deux fois ?") == [stem("preleve")]


@given(st.text(st.sampled_from("abceilmnrstuvx"), min_size=1, max_size=20))
def test_a_stem_is_never_empty_nor_longer_than_its_word_by_more_than_a_letter(word):
    assert 1 <= len(stem(word)) <= len(word) + 1
