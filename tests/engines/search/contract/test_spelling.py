"""A mistake is put right, and only a mistake."""

import pytest

from helpdesk.engines.search import Doc
from helpdesk.engines.search.synonyms import Synonyms


@pytest.mark.parametrize(
    ("typed", "corrected", "article"),
    [
        ("relevé bancaore", "relevé bancaire", "double-prelevement"),
        ("Provisoin insuffisante ?", "Provision insuffisante ?", "am04-provision"),
        ("doubel", "double", "double-prelevement"),
        ("decouvret", "découvert", "am04-provision"),
        ("me connecetr à la platefrome", "me connecter à la plateforme", "connexion"),
    ],
)
def test_a_misspelt_word_is_understood_and_the_correction_shown_with_its_accents(
    engine, typed, corrected, article
):
    answer = engine.search(typed)

    assert answer.query == typed
    assert answer.corrected == corrected
    assert answer.hits[0].id == article


@pytest.mark.parametrize(
    "query", ["prélèvements", "mandat", "rejeté", "présenter", "12,50 €", "comment faire ?", "AM04"]
)
def test_a_word_of_the_same_family_as_a_known_one_is_not_corrected(engine, query):
    assert engine.search(query).corrected is None


@pytest.mark.parametrize("query", ["connec", "prov", "relevé banc", "doubl"])
def test_a_word_still_being_typed_is_completed_and_not_corrected(engine, query):
    answer = engine.search(query)

    assert answer.hits
    assert answer.corrected is None


def test_a_question_is_put_right_in_its_own_language_alone(engine):
    engine.upsert(
        [
            Doc(id="parapluie", title="Le parapluie", lang="fr"),
            Doc(id="thunder", title="The thunder", lang="en"),
        ]
    )

    assert engine.search("thnuder", lang="fr").corrected is None
    assert engine.search("paraplue", lang="en").corrected is None
    assert engine.search("thnuder", lang="en").corrected == "thunder"
    assert engine.search("paraplue", lang="fr").corrected == "parapluie"


def test_a_word_that_only_the_other_language_has_may_be_a_mistake(engine):
    engine.upsert([Doc(id="kard", title="Kartes and more", lang="en")])

    assert engine.search("karte", lang="fr").corrected == "carte"
    assert engine.search("kartes", lang="en").corrected is None


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    ("looks_like", "query"),
    [
        ("fonction", "ponction"),
        ("loin", "login ?"),
        ("rhône", "phone"),
        ("cas", "cash"),
        ("gêne", "gelé"),
        ("tard", "card"),
        ("fonctions", "Ponctions bancaires"),
        ("bleus", "carte bleue"),
    ],
)
def test_a_word_that_the_synonyms_know_is_not_corrected(engine, lang, looks_like, query):
    engine.upsert([Doc(id="voisin", title=f"Un {looks_like}", lang=lang)])

    assert engine.search(query, lang=lang).corrected is None


def test_a_word_is_known_only_while_its_synonyms_are(engine):
    own = Synonyms([("bancaore", "banque")])

    assert engine.search("relevé bancaore", synonyms=own).corrected is None
    assert engine.search("relevé bancaore").corrected == "relevé bancaire"
