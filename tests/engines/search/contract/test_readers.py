"""An article kept for some is found by them, and its words are proposed to nobody."""

import dataclasses

import pytest

from helpdesk.engines.search import Doc, Filters
from tests.engines.search.conftest import ARTICLES

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
