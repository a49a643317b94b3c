"""The index holds what it was given, says so when it cannot answer, and is made anew."""

import dataclasses

import pytest
from sqlalchemy import text

from helpdesk.engines.search import Filters, SearchUnavailable, open_search, scratch_search
from tests.empty import NEEDS_POSTGRES, POSTGRES
from tests.engines.search.conftest import ARTICLES


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


@pytest.mark.parametrize(("one", "other"), [("whoosh", "tantivy"), ("tantivy", "whoosh")])
def test_what_another_engine_left_in_the_folder_is_no_index_and_is_made_anew(tmp_path, one, other):
    open_search(f"{one}://{tmp_path}/index").rebuild(ARTICLES)
    engine = open_search(f"{other}://{tmp_path}/index")

    assert not engine.health().ok
    assert "is of another kind" in engine.health().sentence
    engine.rebuild(ARTICLES)

    assert engine.search("carte").hits[0].id == "code-pin"
    assert len(list((tmp_path / "index").glob("index-*"))) == 1


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
