"""What a question finds, however it is asked."""

import time

import pytest

from helpdesk.engines.search import Doc, Filters, open_search
from helpdesk.engines.search.question import MAX_CHARACTERS
from helpdesk.engines.search.synonyms import Synonyms
from tests.engines.search.conftest import ARTICLES


@pytest.mark.parametrize(
    ("query", "article"),
    [
        ("provision insuffisante", "am04-provision"),
        ("découvert", "am04-provision"),
        ("on m’a pris deux fois", "double-prelevement"),
        ("doublon", "double-prelevement"),
        ("relevé bancaire", "double-prelevement"),
        ("mot de passe oublié", "connexion"),
        ("Pourquoi je n’arrive pas à me connecter ?", "connexion"),
        ("combien de temps", "am04-provision"),
        ("AM04", "am04-provision"),
        ("am04 ?", "am04-provision"),
        ("rejet AM 04", "am04-provision"),
        ("code MD01", "mandats-perdus"),
        ("carte", "code-pin"),
        ("refund", "chargeback"),
    ],
)
def test_the_article_that_answers_comes_first(find, query, article):
    assert find(query)[0] == article


@pytest.mark.parametrize(
    "query",
    [
        "prélevé deux fois",
        "preleve deux fois",
        "PRÉLEVÉ DEUX FOIS",
        "  prélevé\tdeux\nfois  ",
        "j'ai été prélevé deux fois ?!",
        "J’AI ETE PRELEVE DEUX FOIS…",
        "pre\u0301leve\u0301 deux fois",
    ],
)
def test_accents_capitals_blanks_and_apostrophes_change_nothing(find, query):
    assert find(query)[0] == "double-prelevement"


def test_an_oe_is_two_letters(engine, find):
    engine.upsert([Doc(id="oeuvre", title="Une œuvre de solidarité")])

    assert find("oeuvre") == find("ŒUVRE") == ["oeuvre"]


@pytest.mark.parametrize(
    ("query", "article"),
    [("mdp", "connexion"), ("solde insuffisant", "am04-provision"), ("carte bleue", "code-pin")],
)
def test_words_of_the_same_meaning_are_looked_for_too(find, query, article):
    assert article in find(query)


@pytest.mark.parametrize("query", ["", " ", "?", "!!! … ---", "\0", "zzzzqqqq", "🙂", "\udc80", "的"])
def test_nothing_known_gives_no_hit(engine, query):
    assert engine.search(query).hits == ()


@pytest.mark.parametrize(
    "query",
    [
        "carte AND (NOT code OR",
        'title:carte "code pin',
        "cart* c?de ~carte^2 [a TO z] {x}",
        "carte \\",
        "carte' OR 1=1 --",
        "carte\0code",
        "carte " + "x" * 100_000,
        "carte " + "mot " * 100_000,
        "carte " + "(" * 10_000,
        "carte %s {config} {{7*7}}",
        "carte \udc80",
    ],
)
def test_hostile_text_is_only_words(find, query):
    assert find(query)[0] == "code-pin"


def test_every_hit_carries_the_stems_to_mark_and_a_falling_score(engine):
    answer = engine.search("les frais du compte")

    assert all({"frai", "compt"} & hit.stems for hit in answer.hits)
    scores = [hit.score for hit in answer.hits]
    assert scores == sorted(scores, reverse=True)


def test_no_more_hits_come_than_asked_for(find):
    everything = find("compte banque prélèvement")

    assert len(everything) > 2
    assert find("compte banque prélèvement", limit=2) == everything[:2]
    assert find("compte", limit=0) == []


def test_articles_of_equal_score_always_come_in_the_same_order(engine, find):
    engine.upsert(Doc(id=f"jumeau-{letter}", title="Jumeaux") for letter in "cab")

    assert find("jumeaux") == ["jumeau-a", "jumeau-b", "jumeau-c"]


@pytest.mark.parametrize(
    ("filters", "articles"),
    [
        (Filters(lang="en"), {"chargeback"}),
        (Filters(collections=frozenset({"compte-cooperative"})), {"code-pin"}),
        (Filters(audiences=frozenset({"treasurer"})), {"mandats-perdus", "code-pin"}),
        (Filters(audiences=frozenset({"treasurer", "member"}), lang="en"), {"chargeback"}),
        (Filters(audiences=frozenset()), set()),
        (Filters(providers=frozenset({"Société A"})), {"code-pin"}),
        (
            Filters(providers=frozenset({"Société B", ""}), collections=frozenset({"compte-cooperative"})),
            set(),
        ),
    ],
)
def test_filters_hide_what_was_not_asked_for(find, filters, articles):
    assert set(find("code prélèvement mandat refund carte banque", filters=filters)) == articles


@pytest.mark.parametrize(
    "query",
    [
        "prélèvement " * 10_000,
        " ".join(f"mot{number} carta{number}" for number in range(10_000)),
        "Je " + "vous écris parce que ma banque refuse le prélèvement et que la carte est bloquée. " * 12_000,
        " ".join(f"prelevemnt{chr(97 + number % 26)}" for number in range(10_000)),
        "carte\x00\x1b[31m\u202e" * 60_000,
        "é" * 1_000_000,
    ],
)
def test_a_query_of_any_length_is_answered_in_bounded_time(engine, query):
    engine.search("carte")
    begun = time.process_time()

    answer = engine.search(query)

    assert time.process_time() - begun < 0.5
    assert len(answer.query) <= MAX_CHARACTERS


@pytest.mark.parametrize(
    ("query", "article"),
    [
        ("I was charged twice, can I get a refund?", "chargeback"),
        ("my card PIN", "code-pin"),
        ("insufficient funds", "am04-provision"),
        ("login does not work", "connexion"),
        ("refundable debits authorised", "chargeback"),
    ],
)
def test_an_english_question_finds_articles_of_both_languages(engine, query, article):
    assert article in [hit.id for hit in engine.search(query, lang="en").hits[:2]]


def test_a_search_may_bring_its_own_synonyms(engine):
    own = Synonyms([("zigouigoui", "carte")])

    assert engine.search("zigouigoui").hits == ()
    assert engine.search("zigouigoui", synonyms=own).hits[0].id == "code-pin"
    assert engine.search("les zigouigouis", synonyms=own).hits[0].id == "code-pin"
    assert engine.search("zigouigoui").hits == ()


def test_a_message_of_the_provider_is_found_by_its_words(engine, find):
    engine.upsert(
        [
            Doc(
                id="session",
                title="Finir l’activation du compte",
                body="Si la page affiche « votre session a expiré », ignorez-le et recommencez.",
            )
        ]
    )

    assert find("votre session a expiré")[0] == "session"
    assert find("« Votre session a expiré. »")[0] == "session"


def test_every_engine_gives_the_same_order_and_scores(engine, tmp_path):
    other = open_search(f"whoosh://{tmp_path}/other")
    other.rebuild(ARTICLES)

    for query in ("mandat refusé par la banque", "compte bancaire", "je n’ai plus le code de ma carte"):
        expected = [(hit.id, round(hit.score, 3)) for hit in other.search(query).hits]
        assert [(hit.id, round(hit.score, 3)) for hit in engine.search(query).hits] == expected
