"""What every search engine promises; `conftest.py` opens the engine under test."""

import dataclasses
import time

import pytest
from sqlalchemy import text

from helpdesk.engines.search import Doc, Filters, SearchUnavailable, open_search, scratch_search
from helpdesk.engines.search.question import MAX_CHARACTERS
from helpdesk.engines.search.synonyms import Synonyms
from tests.empty import NEEDS_POSTGRES, POSTGRES
from tests.engines.search.conftest import ARTICLES


@pytest.fixture(
    params=[
        "whoosh",
        "tantivy",
        pytest.param("postgresql", marks=[pytest.mark.postgres, NEEDS_POSTGRES]),
    ]
)
def url(request, tmp_path):
    with scratch_search(POSTGRES if request.param == "postgresql" else request.param) as place:
        yield place


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


def test_an_edited_article_is_found_by_its_new_words_only_from_another_process_too(engine, url):
    reader = open_search(url)
    (old,) = (article for article in ARTICLES if article.id == "double-prelevement")
    engine.upsert([dataclasses.replace(old, keywords=("zizanie",), version="1b")])
    assert reader.search("zizanie").hits

    engine.upsert([dataclasses.replace(old, keywords=("redondance",), version="2")])

    assert [hit.id for hit in reader.search("redondance").hits] == ["double-prelevement"]
    assert "double-prelevement" not in [hit.id for hit in reader.search("zizanie").hits]
    assert reader.versions()["double-prelevement"] == "2"
    assert len(reader.versions()) == len(ARTICLES)


def test_a_deleted_article_is_found_no_more_and_deleting_again_is_no_error(engine, find):
    engine.delete(["code-pin", "never-was"])
    engine.delete(["code-pin"])

    assert "code-pin" not in find("code pin de la carte")
    assert "code-pin" not in engine.versions()


def test_a_rebuild_holds_exactly_what_it_was_given(engine, find):
    engine.rebuild(ARTICLES[:2])

    assert dict(engine.versions()) == {"am04-provision": "1", "double-prelevement": "1"}
    assert find("carte") == []


def test_an_article_given_twice_is_held_once(engine, find):
    engine.upsert([ARTICLES[0], ARTICLES[0]])
    engine.upsert([ARTICLES[0]])

    assert find("AM04").count("am04-provision") == 1
    assert len(engine.versions()) == len(ARTICLES)


def test_every_write_changes_the_generation_and_reading_does_not(engine):
    seen = [engine.generation()]
    engine.search("carte")
    assert engine.generation() == seen[0]

    for write in (
        lambda: engine.upsert([ARTICLES[0]]),
        lambda: engine.delete(["code-pin"]),
        lambda: engine.rebuild(ARTICLES),
    ):
        write()
        seen.append(engine.generation())

    assert len(set(seen)) == 4


def test_an_empty_index_answers_nothing(url):
    engine = open_search(url)

    engine.rebuild([])

    assert engine.search("prélèvement").hits == ()
    assert engine.versions() == {}
    assert engine.health().ok


def test_without_an_index_every_question_says_so_and_a_rebuild_heals(url):
    engine = open_search(url)
    for ask in (
        lambda: engine.search("carte"),
        engine.versions,
        lambda: engine.upsert(ARTICLES),
        lambda: engine.delete(["code-pin"]),
    ):
        with pytest.raises(SearchUnavailable):
            ask()
    assert engine.generation() == ""
    assert not engine.health().ok

    engine.rebuild(ARTICLES)

    assert engine.search("carte").hits
    assert engine.health().ok


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


@pytest.mark.parametrize(("one", "other"), [("whoosh", "tantivy"), ("tantivy", "whoosh")])
def test_what_another_engine_left_in_the_folder_is_no_index_and_is_made_anew(tmp_path, one, other):
    open_search(f"{one}://{tmp_path}/index").rebuild(ARTICLES)
    engine = open_search(f"{other}://{tmp_path}/index")

    assert not engine.health().ok
    assert "is of another kind" in engine.health().sentence
    engine.rebuild(ARTICLES)

    assert engine.search("carte").hits[0].id == "code-pin"
    assert len(list((tmp_path / "index").glob("index-*"))) == 1


KEPT = (
    Doc(id="public", title="Rapprocher les virements"),
    Doc(id="tresor", title="Rapprocher les virements du trésor", readers=frozenset({"role:treasurer"})),
    Doc(
        id="paris",
        title="Rapprocher les virements de Paris",
        readers=frozenset({"org:75-UD/geo", "role:agent"}),
    ),
)


@pytest.mark.parametrize(
    ("badges", "articles"),
    [
        (None, {"public", "tresor", "paris"}),
        (frozenset(), {"public"}),
        (frozenset({"role:treasurer"}), {"public", "tresor"}),
        (frozenset({"org:75-UD/geo", "org:75-UD"}), {"public", "paris"}),
        (frozenset({"org:75-UD/pro", "role:agents"}), {"public"}),
        (frozenset({"role:agent", "role:treasurer"}), {"public", "tresor", "paris"}),
    ],
)
def test_an_article_kept_for_some_is_found_by_them_alone(engine, find, badges, articles):
    engine.upsert(KEPT)

    found = find("rapprocher les virements", filters=Filters(badges=badges))

    assert set(found) & {each.id for each in KEPT} == articles


def test_a_word_of_articles_kept_for_some_is_proposed_to_nobody(engine):
    engine.upsert([Doc(id="secret", title="Le xylophone", readers=frozenset({"role:treasurer"}))])

    assert engine.search("xylohpone").corrected is None
    assert engine.search("xylophone").corrected is None
    assert engine.search("xylophone").hits[0].id == "secret"


def test_a_word_is_proposed_to_nobody_once_its_article_is_kept_for_some(engine):
    article = Doc(id="secret", title="Le xylophone")
    engine.upsert([article])
    assert engine.search("xylohpone").corrected == "xylophone"

    engine.rebuild([*ARTICLES, dataclasses.replace(article, readers=frozenset({"role:treasurer"}))])

    assert engine.search("xylohpone").corrected is None
    assert engine.search("xylophone").hits[0].id == "secret"


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


@pytest.mark.postgres
@NEEDS_POSTGRES
def test_tables_of_an_earlier_release_are_no_index_and_are_made_anew():
    with scratch_search(POSTGRES) as place:
        engine = open_search(place)
        engine.rebuild(ARTICLES)
        with engine._engine.begin() as connection:
            for change in (
                "DROP TABLE spelling",
                "CREATE TABLE word (form text PRIMARY KEY, articles integer NOT NULL)",
                "ALTER TABLE article DROP COLUMN readers",
            ):
                connection.execute(text(change))
        engine = open_search(place)
        assert not engine.health().ok

        engine.rebuild(ARTICLES)

        assert engine.health().ok
        assert engine.search("carte", filters=Filters(badges=frozenset())).hits[0].id == "code-pin"
