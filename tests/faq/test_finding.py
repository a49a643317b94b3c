"""Searching by people's own words, with an index, without one, and with absurd questions."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from helpdesk.db import db
from helpdesk.faq import counting, indexing
from helpdesk.faq.models import Article, SearchCount
from helpdesk.faq.rules import ArticleStatus, Audience, is_personal
from helpdesk.faq.searching import Search, clean_query, search_articles
from tests.faq.conftest import Shelf
from tests.statements import counted_statements

TODAY = date.today()


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    shelf.put()
    shelf.put(
        "codes-de-rejet",
        title="Que signifie mon code de rejet\u202f?",
        summary="Quatre caractères disent pourquoi.",
        plain_text="AM04 · Le compte n’était pas assez approvisionné · Une fois",
        aliases=["AM04", "motif de rejet"],
        keywords=["impayé"],
        audience=Audience.TREASURER,
        collection="autre",
    )
    shelf.index()
    return shelf


def found(client: FlaskClient, query: str, prefix: str = "") -> list[str]:
    answer = client.get(f"{prefix}/recherche.json", query_string={"q": query}).json
    return [each["slug"] for each in answer["results"]]


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


def test_without_an_index_the_database_answers(app: Flask, client: FlaskClient, shelf: Shelf):
    shelf.put()
    shelf.put("autre", title="Tout autre chose", aliases=["rien"], keywords=[], summary="…", plain_text="…")

    assert found(client, "on m’a débité en double !") == ["double-prelevement"]
    assert found(client, "REVERSEMENTS") == ["double-prelevement"]
    assert client.get("/recherche?q=double").status_code == 200


def test_an_index_that_vanished_is_made_again_by_the_worker(
    app: Flask, client: FlaskClient, filled: Shelf, tmp_path: Path, now: datetime
):
    shutil.rmtree(tmp_path / "index")
    assert found(client, "double débit") == ["double-prelevement"]

    assert indexing.refresh_index(now=now) == 2

    assert indexing.search_engine().health().ok
    assert client.get("/recherche.json?q=doubel+débit").json["corrected"] == "double débit"


def test_a_torn_index_is_made_again_by_the_worker(
    client: FlaskClient, filled: Shelf, tmp_path: Path, now: datetime
):
    app_engine = indexing.search_engine()
    for path in (tmp_path / "index").rglob("*"):
        if path.is_file() and path.name != "lock":
            path.write_bytes(b"torn")
    client.application.extensions.pop("search")

    assert found(client, "double débit") == ["double-prelevement"]
    assert indexing.refresh_index(now=now) == 2
    assert indexing.search_engine().health().ok
    assert app_engine is not indexing.search_engine()


def test_the_worker_mends_only_what_differs(filled: Shelf, now: datetime):
    article = filled.put("neuf", title="Tout neuf")
    assert indexing.refresh_index(now=now) == 1
    article.content_hash = "changed"
    db.session.commit()
    assert indexing.refresh_index(now=now) == 1
    article.status = ArticleStatus.UNPUBLISHED
    db.session.commit()
    assert indexing.refresh_index(now=now) == 1
    assert indexing.refresh_index(now=now) == 0


def test_a_worker_with_nothing_to_do_asks_one_question(filled: Shelf, now: datetime):
    assert indexing.keep_index_fresh(now=now) == 0

    with counted_statements() as statements:
        assert indexing.keep_index_fresh(now=now) == 0

    assert len(statements) == 1


def test_a_worker_sees_a_new_generation_at_once_and_the_rest_soon(
    filled: Shelf, now: datetime, tmp_path: Path
):
    indexing.keep_index_fresh(now=now)
    filled.put("neuf", title="Tout neuf")
    filled.changed()
    assert indexing.keep_index_fresh(now=now) == 1

    shutil.rmtree(tmp_path / "index")

    assert indexing.keep_index_fresh(now=now) == 3


def test_an_article_expires_out_of_the_index_by_itself(filled: Shelf, now: datetime):
    filled.put("bref", valid_until=now.date())
    assert indexing.refresh_index(now=now) == 1

    assert indexing.refresh_index(now=now + timedelta(days=1)) == 1


def test_the_page_shows_passages_with_the_words_marked(client: FlaskClient, filled: Shelf):
    page = client.get("/recherche?q=double+débit").text

    assert "<mark>double</mark> <mark>débit</mark>" in page
    assert 'href="/faq/double-prelevement?mots=double+d%C3%A9bit"' in page
    assert "1 article trouvé" in page
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


def test_searches_are_counted_together_and_later(
    app: Flask, client: FlaskClient, filled: Shelf, now: datetime
):
    for query in ("Double débit", "double  DÉBIT", "xyzzy plugh"):
        client.get("/recherche", query_string={"q": query})
    assert db.session.scalars(select(SearchCount)).all() == []
    db.session.rollback()

    counting.write_counts(app, now=now)
    client.get("/recherche?q=double+débit")
    counting.write_counts(app, now=now)

    db.session.rollback()
    rows = db.session.execute(select(SearchCount.query, SearchCount.count, SearchCount.results))
    assert sorted(tuple(row) for row in rows) == [("double debit", 3, 1), ("xyzzy plugh", 1, 0)]


def test_counts_are_written_after_the_answer_once_a_minute(app: Flask, client: FlaskClient, filled: Shelf):
    client.get("/recherche?q=double")
    counter = counting.search_counter()
    assert counter._written_at is not None
    counter._written_at -= counting.WRITE_EVERY

    client.get("/recherche?q=double").close()

    db.session.rollback()
    assert db.session.scalars(select(SearchCount.count)).all() == [2]


@pytest.mark.parametrize(
    "query",
    ["moi@example.org", "FR76 3000 6000 0112 3456 7890 189", "01 99 00 12 34", "1 85 05 78 006 084 91"],
)
def test_what_may_name_somebody_is_not_counted(query: str):
    assert is_personal(query)


def test_an_everyday_question_is_counted():
    assert not is_personal("prélèvement AM04 de mars 2026")
