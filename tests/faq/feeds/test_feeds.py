"""What programs read: well-formed, absolute, and no more than what is public."""

import json
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.core.imagesizes import size_of
from helpdesk.faq.rules import ArticleKind, ArticleStatus
from tests.faq.conftest import Shelf

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(text: str) -> list[str]:
    return [each.text for each in ElementTree.fromstring(text).iterfind(f"{ATOM}entry/{ATOM}title")]


def test_the_feed_gives_what_changed_last_with_absolute_links(client: FlaskClient, shelf: Shelf, now):
    shelf.put("ancien", title="L’ancien", updated_at=now - timedelta(days=9))
    shelf.put("neuf", title="Le neuf & le <vieux>")
    shelf.put("brouillon", title="Pas encore", status=ArticleStatus.DRAFT)
    shelf.put("expire", title="Plus maintenant", valid_until=date(2020, 1, 1))

    answer = client.get("/flux.atom")

    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert entries(answer.text) == ["Le neuf & le <vieux>", "L’ancien"]
    assert "http://localhost/faq/autre" in answer.text


def test_a_collection_has_its_own_feed(client: FlaskClient, shelf: Shelf):
    shelf.put()

    assert len(entries(client.get("/collections/collecte-en-ligne/flux.atom").text)) == 1
    assert client.get("/collections/absente/flux.atom").status_code == 404


def test_an_english_reader_gets_translations_first(client: FlaskClient, shelf: Shelf):
    shelf.put(title="En français")
    shelf.put(title="In English", lang="en")

    assert entries(client.get("/en/flux.atom").text) == ["In English"]
    assert entries(client.get("/flux.atom").text) == ["En français"]


def test_pages_announce_feeds_and_search(client: FlaskClient, shelf: Shelf):
    shelf.put()

    home, collection = client.get("/").text, client.get("/collections/collecte-en-ligne").text

    assert 'href="/flux.atom"' in home
    assert 'href="/opensearch.xml"' in home
    assert 'href="/collections/collecte-en-ligne/flux.atom"' in collection


def test_the_map_names_public_pages_in_both_languages(client: FlaskClient, shelf: Shelf):
    shelf.put()
    shelf.put("mentions", kind=ArticleKind.PAGE, collection="")
    shelf.put("parti", status=ArticleStatus.UNPUBLISHED)

    root = ElementTree.fromstring(client.get("/sitemap.xml").text)
    places = [each.text for each in root.iterfind(f"{MAP}url/{MAP}loc")]

    for path in ("/", "/en/", "/faq/double-prelevement", "/en/faq/double-prelevement", "/pages/mentions"):
        assert f"http://localhost{path}" in places
    assert "http://localhost/codes/AM04" in places
    assert not any("parti" in each or "bureau" in each or "suivi" in each for each in places)
    assert len(places) == len(set(places))


def test_robots_are_kept_from_what_is_no_help_page(client: FlaskClient):
    answer = client.get("/robots.txt")

    assert answer.mimetype == "text/plain"
    assert "Disallow: /bureau" in answer.text
    assert "Disallow: /en/suivi" in answer.text
    assert "Sitemap: http://localhost/sitemap.xml" in answer.text


def test_a_browser_learns_to_search_here(client: FlaskClient):
    root = ElementTree.fromstring(client.get("/opensearch.xml").text)
    templates = [each.get("template") for each in root.iterfind("{*}Url")]

    assert "http://localhost/recherche?q={searchTerms}" in templates
    assert "http://localhost/recherche/suggestions?q={searchTerms}" in templates


def test_suggestions_have_the_form_browsers_read(client: FlaskClient, shelf: Shelf):
    shelf.put()
    shelf.index()

    answer = client.get("/recherche/suggestions?q=double+debit")
    query, titles, texts, places = json.loads(answer.text)

    assert answer.mimetype == "application/x-suggestions+json"
    assert query == "double debit"
    assert titles == ["J’ai été prélevé deux fois"]
    assert len(texts) == 1
    assert places == ["http://localhost/faq/double-prelevement"]
    assert json.loads(client.get("/recherche/suggestions?q=AM04").text)[3][0] == "http://localhost/codes/AM04"


@pytest.mark.parametrize("query", ["", "%00", "x" * 5000, '"' * 500, "%ff%fe"])
def test_any_search_string_is_answered(client: FlaskClient, query):
    assert client.get(f"/recherche/suggestions?q={query}").status_code in {200, 400}


def test_an_article_says_what_it_is_to_networks_and_search_engines(client: FlaskClient, shelf: Shelf):
    shelf.put(title="</script><b>Deux fois ?")

    page = client.get("/faq/double-prelevement").text
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)

    assert json.loads(data)["mainEntity"][0]["name"] == "</script><b>Deux fois ?"
    assert '<meta property="og:type" content="article">' in page
    assert '<meta property="og:url" content="http://localhost/faq/double-prelevement">' in page
    assert '<link rel="canonical" href="http://localhost/faq/double-prelevement">' in page
    assert page.count('rel="canonical"') == 1
    (picture,) = re.findall('<meta property="og:image" content="http://localhost(/[^"]+)">', page)
    with client.get(picture) as answer:
        assert answer.mimetype == "image/png"
        assert size_of(answer.data) == (1200, 630)


def test_a_private_page_says_nothing_to_networks(client: FlaskClient):
    assert "og:title" not in client.get("/suivi").text


def test_without_a_base_address_nothing_absolute_is_given(app: Flask, client: FlaskClient):
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"base_url": ""})

    for path in ("/flux.atom", "/sitemap.xml", "/opensearch.xml"):
        assert client.get(path).status_code == 404
    assert "Sitemap" not in client.get("/robots.txt").text
    assert "flux.atom" not in client.get("/").text
