"""The page of results: passages, filters, and questions of every kind."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from helpdesk.db import db
from helpdesk.faq.models import Article
from helpdesk.faq.searching import Search, clean_query, search_articles
from tests.faq.conftest import Shelf
from tests.faq.searching import found
from tests.statements import counted_statements


def test_the_page_shows_passages_with_the_words_marked(client: FlaskClient, filled: Shelf):
    page = client.get("/recherche?q=double+débit").text

    assert "<mark>double</mark> <mark>débit</mark>" in page
    assert 'href="/faq/double-prelevement?mots=double+d%C3%A9bit"' in page
    assert "1\u00a0article trouvé" in page
    assert "subject=double+débit" in page or "subject=double+d%C3%A9bit" in page


def test_results_can_be_narrowed(client: FlaskClient, filled: Shelf):
    assert "double-prelevement" not in client.get("/recherche?q=rejet+double&collection=autre").text
    assert "codes-de-rejet" not in client.get("/recherche?q=rejet+double&audience=member").text
    assert "codes-de-rejet" in client.get("/recherche?q=rejet+double&audience=treasurer").text


def test_nothing_found_leads_to_a_person(client: FlaskClient, filled: Shelf):
    page = client.get("/recherche?q=xyzzy").text

    assert "Aucun article ne correspond" in page
    assert "/dossiers/nouveau?subject=xyzzy" in page


@pytest.mark.parametrize(
    "query",
    [
        "'",
        '"',
        "''; DROP TABLE article; --",
        "*",
        "?",
        "pré*",
        "titre:double",
        "double AND OR NOT",
        "(((",
        "~2 ^4 [a TO b]",
        "\\",
        "%",
        "_",
        "\x01\x02\x7f",
        "\u202e\u200b\ufeff",
        "é" * 5000,
        "mot " * 10_000,
        "🙂🙂",
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "${jndi:ldap://x}",
        "\n\r\t",
        "İ" * 300,
        "a" + "\u0301" * 5000,
        "ﬃ ﷺ",
        "'" * 5000,
        "0" * 5000,
    ],
)
@pytest.mark.parametrize("has_index", [True, False])
def test_absurd_questions_are_answered(client: FlaskClient, shelf: Shelf, query: str, has_index: bool):
    shelf.put()
    if has_index:
        shelf.index()

    for address in ("/recherche", "/recherche.json", "/en/recherche"):
        response = client.get(address, query_string={"q": query})
        assert response.status_code == 200
        assert response.mimetype == "application/json" or "<script>alert" not in response.text


@pytest.mark.parametrize(
    "query_string",
    ["q=a&q=b", "q[]=a", "q=%ff%fe", "q=a&collection=absente", "q=a&audience=tous", "q=%ED%A0%80", "=&&&=q"],
)
def test_absurd_parameters_are_answered(client: FlaskClient, filled: Shelf, query_string: str):
    for address in ("/recherche", "/recherche.json"):
        assert client.get(f"{address}?{query_string}").status_code == 200


def test_a_query_is_cut_and_cleaned():
    assert clean_query("  double\t\ndébit \u200b ") == "double débit"
    assert len(clean_query("x" * 5000)) == 1000


@pytest.mark.parametrize("how_many", [3, 30])
def test_searching_costs_four_statements_whatever_the_number(
    client: FlaskClient, shelf: Shelf, how_many: int
):
    for number in range(how_many):
        shelf.put(f"article-{number}")
    shelf.index()

    with counted_statements() as typed:
        client.get("/recherche.json?q=double")
    with counted_statements() as asked:
        client.get("/recherche?q=double")

    # The stamp of the synonyms, the articles; the page asks for the collections and the providers too.
    assert len(typed) == 2
    assert len(asked) == 4


@pytest.mark.parametrize(
    "query",
    ["double direct debit", "I was charged twice", "Charged twice by my bank!", "debited twice refunds"],
)
def test_an_english_question_finds_the_french_article_where_there_is_no_english_one(
    client: FlaskClient, filled: Shelf, query: str
):
    assert found(client, query, prefix="/en")[0] == "double-prelevement"


def test_english_words_are_compared_as_english_ones(client: FlaskClient, shelf: Shelf):
    shelf.put()
    shelf.put(
        lang="en",
        content_hash="en",
        title="Cancelled mandates",
        summary="Ask again.",
        aliases=["authorisation withdrawn"],
        plain_text="Signing a new one takes a minute.",
    )
    shelf.index()

    page = client.get("/en/recherche?q=cancelling+the+mandates").text

    assert "<mark>Cancelled</mark> <mark>mandates</mark>" in page
    assert found(client, "authorisations", prefix="/en") == ["double-prelevement"]


def test_results_are_narrowed_to_a_provider_and_what_holds_for_all(client: FlaskClient, shelf: Shelf):
    shelf.put()
    shelf.put("chez-a", title="Double débit chez A", provider="Société A", content_hash="a")
    shelf.put("chez-b", title="Double débit chez B", provider="Société B", content_hash="b")
    shelf.index()

    page = client.get("/recherche?q=double+débit&provider=Société+A").text

    assert "<option selected>Société A</option>" in page
    assert 'href="/faq/chez-a?' in page
    assert 'href="/faq/double-prelevement?' in page
    assert 'href="/faq/chez-b' not in page


def test_without_a_provider_in_the_articles_there_is_nothing_to_choose(client: FlaskClient, filled: Shelf):
    assert 'name="provider"' not in client.get("/recherche?q=double").text


def test_where_the_filters_leave_nothing_the_nearest_articles_are_shown(client: FlaskClient, filled: Shelf):
    page = client.get("/recherche?q=double+débit&collection=autre").text

    assert "Aucun article ne correspond" in page
    assert page.index("Sans ces filtres") < page.index('href="/faq/double-prelevement"')


def test_where_nothing_is_known_what_helped_most_and_a_dossier_with_the_text_are_offered(
    client: FlaskClient, filled: Shelf
):
    db.session.execute(update(Article).where(Article.slug == "codes-de-rejet").values(helpful=3))
    db.session.commit()

    page = client.get("/recherche?q=xyzzy+plugh").text

    assert page.index("Ce qui a le plus aidé") < page.index('href="/faq/codes-de-rejet"')
    assert 'href="/dossiers/nouveau?subject=xyzzy+plugh"' in page


def test_english_readers_find_each_article_once(app: Flask, shelf: Shelf, now: datetime):
    shelf.put()
    shelf.put(lang="en", title="I was debited twice: double debit", content_hash="en")
    shelf.index()

    english = search_articles(Search("double", lang="en"), now=now)
    french = search_articles(Search("double"), now=now)

    assert [each.title for each in english.results] == ["I was debited twice: double debit"]
    assert [each.title for each in french.results] == ["J’ai été prélevé deux fois"]


@pytest.mark.parametrize("has_index", [True, False])
def test_an_article_in_two_languages_takes_one_place_of_the_results(
    app: Flask, shelf: Shelf, now: datetime, has_index: bool
):
    for number in range(12):
        for lang in ("fr", "en"):
            shelf.put(f"article-{number}", lang=lang, title="Double", content_hash=f"{number} {lang}")
    if has_index:
        shelf.index()

    english = search_articles(Search("double", lang="en"), now=now, limit=12)

    assert len({each.slug for each in english.results}) == 12


def test_the_variants_of_a_question_take_one_place_of_the_results(app: Flask, shelf: Shelf, now: datetime):
    for number in range(12):
        situations = [f"article-{number}-ici", f"article-{number}-loin"]
        told = [{"slug": slug, "label": slug} for slug in situations]
        for slug in situations:
            shelf.put(slug, variant=slug, variants=told, content_hash=slug)
    shelf.index()

    found = search_articles(Search("double"), now=now, limit=12)

    assert [len(each.besides) for each in found.results] == [1] * 12


def test_whose_customers_an_article_is_for_is_said_on_its_page_and_in_the_results(
    client: FlaskClient, filled: Shelf
):
    filled.put("carte-perdue", title="La carte est perdue", provider="Société A")
    filled.put("lost-card", lang="en", title="The card is lost", provider="Company A")
    filled.index()

    results = client.get("/recherche?q=carte+perdue").text

    assert "Prestataire\u00a0: Société A" in client.get("/faq/carte-perdue").text
    assert "Prestataire\u00a0: Société A" in results
    assert "<option>Société A</option>" in results
    assert "Company A" not in results
