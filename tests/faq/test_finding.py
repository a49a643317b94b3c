"""Searching by people’s own words: what is found, and in which shape."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from helpdesk.db import db
from helpdesk.faq.rules import ArticleStatus
from tests.faq.conftest import Shelf
from tests.faq.searching import found

TODAY = date.today()


def test_the_answer_for_programs_keeps_its_shape(client: FlaskClient, filled: Shelf):
    response = client.get("/recherche.json?q=double+débit")

    assert response.status_code == 200
    assert response.mimetype == "application/json"
    assert list(response.json) == ["corrected", "query", "results"]
    assert response.json["query"] == "double débit"
    assert response.json["corrected"] is None
    assert response.json["results"][0] == {
        "slug": "double-prelevement",
        "title": "J’ai été prélevé deux fois",
        "url": "/faq/double-prelevement",
        "summary": "Signalez-le avec les dates.",
        "snippet": "Un double débit se signale au trésorier avec les deux dates et les montants.",
    }


@pytest.mark.parametrize("address", ["/recherche.json", "/recherche.json?q=", "/recherche.json?q=%20%20"])
def test_nothing_asked_nothing_found(client: FlaskClient, filled: Shelf, address: str):
    response = client.get(address)

    assert response.status_code == 200
    assert response.json == {"query": "", "corrected": None, "results": []}


@pytest.mark.parametrize("language", [None, "", "en", "de;q=0.9", "*", ";;;"])
def test_the_browsers_language_changes_nothing(client: FlaskClient, filled: Shelf, language: str | None):
    headers = {} if language is None else {"Accept-Language": language}

    response = client.get("/recherche.json?q=double", headers=headers)

    assert response.json["results"][0]["url"] == "/faq/double-prelevement"


def test_the_english_prefix_gives_english_addresses(client: FlaskClient, filled: Shelf):
    response = client.get("/en/recherche.json?q=double")

    assert response.json["results"][0]["url"] == "/en/faq/double-prelevement"


def test_typing_mistakes_are_put_right_and_said(client: FlaskClient, filled: Shelf):
    answer = client.get("/recherche.json?q=doubel+débit").json

    assert answer["corrected"] == "double débit"
    assert answer["results"][0]["slug"] == "double-prelevement"


def test_what_was_understood_is_a_link_and_nothing_more(client: FlaskClient, filled: Shelf):
    page = client.get("/recherche", query_string={"q": '<b onclick="x">doubel</b> débit'}).text

    assert "Essayez avec" in page
    assert "<b onclick" not in page
    assert "&lt;b onclick=&#34;x&#34;&gt;double" in page


def test_ten_results_at_most(client: FlaskClient, shelf: Shelf):
    for number in range(15):
        shelf.put(f"article-{number}")
    shelf.index()

    assert len(found(client, "double débit")) == 10


@pytest.mark.parametrize(
    "changes",
    [
        {"status": ArticleStatus.DRAFT},
        {"status": ArticleStatus.UNPUBLISHED},
        {"valid_until": TODAY - timedelta(days=2)},
        {"valid_from": TODAY + timedelta(days=2)},
    ],
)
@pytest.mark.parametrize("has_index", [True, False])
def test_what_is_not_out_is_never_found(
    client: FlaskClient, shelf: Shelf, changes: dict[str, object], has_index: bool
):
    article = shelf.put()
    if has_index:
        shelf.index()
    # The index is not told: the database alone decides.
    for name, value in changes.items():
        setattr(article, name, value)
    db.session.commit()

    assert found(client, "double débit") == []
    assert "double-prelevement" not in client.get("/recherche?q=double").text
