"""What readers see, in both languages, and the few statements it costs."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.db import db
from helpdesk.faq.models import Collection
from helpdesk.faq.rules import ArticleKind, ArticleStatus, Audience
from tests.faq.conftest import Shelf
from tests.people import Cast, signed_in
from tests.statements import counted_statements

TODAY = date.today()


def test_the_home_page_leads_to_collections_and_articles(client: FlaskClient, shelf: Shelf):
    shelf.put()

    page = client.get("/")

    assert page.status_code == 200
    assert "Prélèvement des cotisations" in page.text
    assert 'href="/faq/double-prelevement"' in page.text
    assert 'href="/collections/collecte-en-ligne"' in page.text
    assert "1\u00a0article<" in page.text


def test_an_empty_site_has_a_home_page(client: FlaskClient):
    assert "Aucun article pour l’instant" in client.get("/").text


def test_home_says_what_helped_most(client: FlaskClient, shelf: Shelf):
    shelf.put("utile", title="La plus utile", helpful=9)
    shelf.put("inutile", title="La moins utile", helpful=1, unhelpful=4)

    page = client.get("/").text

    assert "Ils ont le plus aidé" in page
    assert page.count("La plus utile") == 2
    assert page.count("La moins utile") == 1


def test_a_collection_lists_its_articles_by_category(client: FlaskClient, shelf: Shelf):
    shelf.put()
    shelf.put("rum", category="mandat", title="La RUM", audience=Audience.TREASURER)

    page = client.get("/collections/collecte-en-ligne")

    assert "Mandat (RUM, ICS)" in page.text
    assert "Trésoriers" in page.text
    assert page.text.count("<article") == 2


def test_a_long_collection_lists_titles_alone(client: FlaskClient, shelf: Shelf):
    for number in range(61):
        shelf.put(f"article-{number}", title=f"Fiche {number}", summary="La réponse courte.")

    page = client.get("/collections/collecte-en-ligne").text

    assert "Fiche 60" in page
    assert "La réponse courte." not in page


def test_an_empty_collection_says_so_and_an_unknown_one_is_not_found(client: FlaskClient, shelf: Shelf):
    assert "Aucun article pour l’instant" in client.get("/collections/collecte-en-ligne").text
    assert client.get("/collections/absente").status_code == 404


def test_all_articles_are_on_one_page(client: FlaskClient, shelf: Shelf):
    shelf.put()
    shelf.put("autre", title="L’autre")

    page = client.get("/faq/").text

    assert "L’autre" in page
    assert "2\u00a0articles<" in page


def test_an_article_shows_all_that_is_known_of_it(client: FlaskClient, shelf: Shelf):
    shelf.put(
        related=[{"slug": "autre", "title": "L’autre"}],
        sources=["Un guide"],
        as_of=date(2024, 10, 15),
        audience=Audience.TREASURER,
    )

    page = client.get("/faq/double-prelevement").text.replace("\u00a0", " ")

    for words in (
        "<h1>J’ai été prélevé deux fois</h1>",
        "En bref.",
        "16 novembre 2026",
        "2 min de lecture",
        "Trésoriers",
        "Situation au 15 octobre 2024",
        "Un guide",
        "AM05",
        "Voir aussi",
        "Cet article vous a-t-il aidé",
        "Toujours bloqué",
        "/dossiers/nouveau?categorie=prelevement/double-debit&amp;article=double-prelevement",
        "01 99 00 00 00",
    ):
        assert words in page


@pytest.mark.parametrize(
    "changes",
    [
        {"status": ArticleStatus.DRAFT},
        {"status": ArticleStatus.UNPUBLISHED},
        {"valid_from": TODAY + timedelta(days=2)},
        {"kind": ArticleKind.PAGE},
    ],
)
def test_what_is_not_out_is_not_found(client: FlaskClient, shelf: Shelf, changes: dict[str, object]):
    shelf.put(**changes)

    assert client.get("/faq/double-prelevement").status_code == 404
    if changes.get("kind") is None:
        assert "double-prelevement" not in client.get("/").text
        assert "double-prelevement" not in client.get("/faq/").text
        assert "double-prelevement" not in client.get("/collections/collecte-en-ligne").text


def test_an_expired_article_keeps_its_address_with_a_notice(client: FlaskClient, shelf: Shelf):
    shelf.put(valid_until=TODAY - timedelta(days=2))

    page = client.get("/faq/double-prelevement")

    assert page.status_code == 200
    assert "Cet article n’est plus à jour" in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert "double-prelevement" not in client.get("/").text


def test_english_readers_get_the_french_text_with_a_note(client: FlaskClient, shelf: Shelf):
    shelf.put()

    page = client.get("/en/faq/double-prelevement").text

    assert '<html lang="en">' in page
    assert '<h1 lang="fr">' in page
    assert '<article class="prose" lang="fr">' in page
    assert 'alert-info"><svg' in page
    assert 'href="/en/faq/autre"' in page
    assert '<link rel="canonical" href="http://localhost/faq/double-prelevement">' in page


def test_english_readers_get_english_where_there_is_some(client: FlaskClient, shelf: Shelf):
    shelf.put()
    shelf.put(lang="en", title="I was debited twice")

    assert "<h1>I was debited twice</h1>" in client.get("/en/faq/double-prelevement").text
    assert "I was debited twice" not in client.get("/faq/double-prelevement").text


def test_titles_of_collections_exist_in_english(client: FlaskClient, shelf: Shelf):
    shelf.put()

    assert "Collecting dues" in client.get("/en/").text
    assert "Collecting dues" in client.get("/en/collections/collecte-en-ligne").text


@pytest.mark.parametrize("address", ["/en/", "/en/faq/", "/en/collections/collecte-en-ligne"])
def test_english_lists_name_articles_in_english_where_they_are_translated(
    client: FlaskClient, shelf: Shelf, address: str
):
    shelf.put("autre", title="Une autre fiche", helpful=2)
    shelf.put(title="J’ai été prélevé deux fois", helpful=3)
    shelf.put(lang="en", title="I was debited twice")

    page = client.get(address).text

    assert 'href="/en/faq/double-prelevement">I was debited twice</a>' in page
    assert "J’ai été prélevé deux fois" not in page
    assert re.search(r'lang="fr"[^>]*>(<a [^>]*>)?Une autre fiche', page)
    assert "I was debited twice" not in client.get(address.removeprefix("/en")).text


def test_an_expired_translation_or_a_draft_of_one_is_not_named(client: FlaskClient, shelf: Shelf):
    shelf.put(title="J’ai été prélevé deux fois")
    shelf.put(lang="en", title="I was debited twice", status=ArticleStatus.DRAFT)

    assert "I was debited twice" not in client.get("/en/faq/").text


def test_pages_are_not_articles(client: FlaskClient, shelf: Shelf):
    shelf.put("mentions-legales", kind=ArticleKind.PAGE, title="Mentions légales", collection="")

    assert "<h1>Mentions légales</h1>" in client.get("/pages/mentions-legales").text
    assert client.get("/faq/mentions-legales").status_code == 404
    assert client.get("/pages/absente").status_code == 404


def fill_shelf(shelf: Shelf, how_many: int) -> None:
    for number in range(how_many):
        shelf.put(f"article-{number}", title=f"Fiche {number}", helpful=number)


@pytest.mark.parametrize("how_many", [3, 30])
@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 2),
        ("/faq/", 1),
        ("/collections/collecte-en-ligne", 1),
        ("/faq/article-1", 1),
        ("/en/faq/article-1", 1),
    ],
)
def test_pages_cost_few_statements_whatever_the_number(
    client: FlaskClient, shelf: Shelf, how_many: int, address: str, most: int
):
    fill_shelf(shelf, how_many)

    with counted_statements() as first:
        made = client.get(address)
    with counted_statements() as second:
        kept = client.get(address)

    assert (made.status_code, kept.status_code) == (200, 200)
    assert kept.data == made.data
    assert len(first) <= most
    assert len(second) <= 1


def test_somebody_signed_in_pays_one_statement_more(client: FlaskClient, shelf: Shelf, people: Cast):
    fill_shelf(shelf, 3)
    signed_in(client, people.agent)
    client.get("/faq/article-1")

    with counted_statements() as statements:
        page = client.get("/faq/article-1")

    assert "Agathe Aide" in page.text
    assert len(statements) <= 2


@pytest.mark.parametrize(
    "address",
    [
        "/faq/%00",
        "/faq/" + "x" * 3000,
        "/faq/'; DROP TABLE article --",
        "/faq/../../etc/passwd",
        "/collections/%ff%fe",
        "/pages/🙂",
        "/faq/double-prelevement?avis=<script>",
        "/faq/double-prelevement?avis=pourquoi&vote=" + "x" * 5000,
        "/faq/double-prelevement?avis=pourquoi&avis=merci",
    ],
)
def test_absurd_addresses_are_answered(client: FlaskClient, shelf: Shelf, address: str):
    shelf.put()

    page = client.get(address)

    assert page.status_code in {200, 400, 404}
    assert "<script>" not in page.text


def test_collections_without_description_have_a_page(app: Flask, client: FlaskClient, shelf: Shelf):
    db.session.get_one(Collection, "collecte-en-ligne").description = ""
    db.session.commit()

    assert client.get("/collections/collecte-en-ligne").status_code == 200


def test_an_event_that_is_over_says_so(client: FlaskClient, shelf: Shelf):
    over = '<strong class="ended" data-day="{}" hidden>Terminé</strong>'
    yesterday, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    shelf.put(html=over.format(yesterday) + over.format(tomorrow))

    page = client.get("/faq/double-prelevement").text

    assert f'data-day="{yesterday}">Terminé' in page
    assert f'data-day="{tomorrow}" hidden>Terminé' in page
