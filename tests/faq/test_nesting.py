"""Collections inside collections: ways through the tree, and what is refused."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.faq.loading import BadContent, load_content
from helpdesk.faq.nesting import above, depth_first, inside, nesting_faults
from tests.faq.conftest import COLLECTION, ContentFolder
from tests.statements import counted_statements


@dataclass(frozen=True)
class Box:
    slug: str
    parent: str | None = None


BOXES = [Box("a"), Box("c", "b"), Box("b", "a"), Box("d")]

INNER = COLLECTION | {
    "slug": "mandats",
    "title": "Mandats",
    "title_en": "Mandates",
    "parent": "collecte-en-ligne",
}
INNERMOST = COLLECTION | {"slug": "rum", "title": "La RUM", "title_en": "The UMR", "parent": "mandats"}


def test_inner_collections_follow_what_they_lie_in():
    assert [each.slug for each in depth_first(BOXES)] == ["a", "b", "c", "d"]


def test_the_way_begins_outside():
    assert [each.slug for each in above("c", BOXES)] == ["a", "b"]
    assert above("a", BOXES) == []
    assert above("nowhere", BOXES) == []


def test_what_lies_in_a_collection_lies_in_what_holds_it():
    assert inside("a", BOXES) == {"a", "b", "c"}
    assert inside("c", BOXES) == {"c"}


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        ([Box("a", "a")], "a: it lies in itself, by way of a"),
        ([Box("a", "b"), Box("b", "a")], "a: it lies in itself, by way of b"),
        ([Box("a", "z")], "a: parent names z, which does not exist"),
        ([*BOXES, Box("e", "c")], "e: it lies deeper than 3 levels"),
    ],
)
def test_what_is_wrong_with_a_parent_is_said(boxes: list[Box], sentence: str):
    assert sentence in [each for _, each in nesting_faults(boxes)]
    assert len(depth_first(boxes)) == len(boxes)


def test_a_circle_is_refused_with_its_line(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    folder.collections([COLLECTION | {"parent": "mandats"}, INNER])

    with pytest.raises(BadContent) as refused:
        load_content(folder.root, now=now)

    text = (folder.root / "collections.yml").read_text(encoding="utf-8").splitlines()
    for fault in refused.value.faults:
        assert fault.path.name == "collections.yml"
        assert text[fault.line - 1].strip().startswith("parent: ")


@pytest.fixture
def nested(app: Flask, folder: ContentFolder, now: datetime) -> ContentFolder:
    folder.collections([INNERMOST, COLLECTION, INNER])
    folder.article()
    folder.raw(
        folder.article(slug="lire-la-rum", title="Lire la RUM", collection="rum").read_text(encoding="utf-8"),
        "lire-la-rum.md",
        folder="faq/rum",
    )
    (folder.root / "faq/collecte-en-ligne/lire-la-rum.md").unlink()
    load_content(folder.root, now=now)
    return folder


def test_the_home_page_shows_outer_collections_with_those_in_them(client: FlaskClient, nested: ContentFolder):
    page = client.get("/").text

    assert page.count('class="card topic"') == 1
    assert 'href="/collections/mandats"' in page
    assert 'href="/collections/rum"' not in page
    assert "2\u00a0articles" in page


def test_a_collection_shows_its_way_and_what_lies_in_it(client: FlaskClient, nested: ContentFolder):
    page = client.get("/collections/mandats").text

    assert 'href="/collections/collecte-en-ligne">Prélèvement des cotisations</a></li>' in page
    assert 'href="/collections/rum"' in page
    assert "Aucun article pour l’instant" not in page
    assert "The UMR" in client.get("/en/collections/mandats").text


def test_an_article_shows_the_whole_way(client: FlaskClient, nested: ContentFolder):
    page = client.get("/faq/lire-la-rum").text

    places = [page.index(f'href="/collections/{slug}"') for slug in ("collecte-en-ligne", "mandats", "rum")]
    assert places == sorted(places)


def test_lists_and_feeds_go_through_the_tree(client: FlaskClient, nested: ContentFolder):
    assert "Mandats <" in client.get("/faq/").text.replace("\u00a0", " ")
    assert "lire-la-rum" in client.get("/collections/collecte-en-ligne/flux.atom").text
    assert "Lire la RUM" in client.get("/collections/mandats/imprimer").text
    assert "/collections/rum" in client.get("/sitemap.xml").text
    assert (
        'href="/faq/lire-la-rum' in client.get("/recherche?q=lire+la+rum&collection=collecte-en-ligne").text
    )


def test_nesting_costs_no_statement(client: FlaskClient, nested: ContentFolder):
    with counted_statements() as statements:
        client.get("/collections/mandats")

    assert len(statements) == 1


def test_another_title_of_an_outer_collection_reaches_the_articles_in_it(
    app: Flask, client: FlaskClient, nested: ContentFolder, now: datetime
):
    nested.collections([COLLECTION | {"title": "Autrement"}, INNER, INNERMOST])
    client.get("/faq/lire-la-rum")

    load_content(nested.root, now=now)

    assert "Autrement" in client.get("/faq/lire-la-rum").text
