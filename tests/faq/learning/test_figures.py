"""Readers, forms and dossiers tallied without knowing who; the page of figures and its exports."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from helpdesk.core.clock import local
from helpdesk.db import db
from helpdesk.faq.learning.figures import (
    count_rare,
    failed_queries,
    figures_by_week,
    fruitless_queries,
    top_queries,
    total,
)
from helpdesk.faq.learning.models import ReadingCount
from helpdesk.faq.learning.rules import Period
from helpdesk.faq.learning.service import forget_old
from helpdesk.faq.models import SearchCount
from helpdesk.faq.service import Searched, Tally, cast_vote, record_deflection, record_searches
from helpdesk.web.tallies import WRITE_EVERY, Tallies
from tests.builders import a_desk
from tests.faq.conftest import Shelf
from tests.people import Cast, signed_in
from tests.tickets.forms import send

PAGE = "/bureau/recherches/"


def tallies(app: Flask) -> Tallies:
    found: Tallies = app.extensions["tallies"]
    return found


def written(app: Flask) -> list[tuple[str, str, int, int, int]]:
    tallies(app).write()
    db.session.rollback()
    rows = db.session.scalars(select(ReadingCount).order_by(ReadingCount.slug, ReadingCount.lang))
    return [(row.slug, row.lang, row.views, row.forms, row.dossiers) for row in rows]


def test_readers_of_a_kept_page_are_counted_at_the_door(app: Flask, client: FlaskClient, shelf: Shelf):
    shelf.put()

    for address in (
        "/faq/double-prelevement",
        "/faq/double-prelevement?mots=double",
        "/en/faq/double-prelevement",
    ):
        client.get(address)
        client.get(address)
    client.head("/faq/double-prelevement")
    client.get("/faq/double-prelevement?avis=merci")

    assert written(app) == [
        ("double-prelevement", "en", 2, 0, 0),
        ("double-prelevement", "fr", 4, 0, 0),
    ]


def test_carried_words_change_no_byte_of_the_page(app: Flask, client: FlaskClient, shelf: Shelf):
    shelf.put()
    carried = client.get("/faq/double-prelevement?mots=reversement")
    app.extensions["pages"].clear()

    plain = client.get("/faq/double-prelevement")
    kept = client.get("/faq/double-prelevement?mots=autre+chose")

    assert carried.data == plain.data == kept.data
    assert carried.headers["ETag"] == plain.headers["ETag"] == kept.headers["ETag"]
    assert "mots=" not in plain.text


@pytest.mark.parametrize("query", ["?mots=a&b=1", "?b=1", "?mots=a&avis=merci", "?mot=1", "?avis=merci"])
def test_no_other_query_is_served_from_memory(app: Flask, client: FlaskClient, shelf: Shelf, query: str):
    shelf.put()
    client.get("/faq/double-prelevement")

    assert "ETag" not in client.get(f"/faq/double-prelevement{query}").headers


def test_those_who_work_here_are_no_readers(app: Flask, client: FlaskClient, shelf: Shelf, people: Cast):
    shelf.put()

    signed_in(client, people.editor).get("/faq/double-prelevement")

    assert written(app) == []


def test_tallies_are_written_after_an_answer_once_a_minute(app: Flask, client: FlaskClient, shelf: Shelf):
    shelf.put()
    client.get("/faq/double-prelevement").close()
    assert db.session.scalars(select(ReadingCount)).all() == []
    db.session.rollback()

    tallies(app)._written_at -= WRITE_EVERY
    client.get("/faq/double-prelevement").close()

    db.session.rollback()
    assert db.session.scalars(select(ReadingCount.views)).all() == [2]


def test_figures_that_cannot_be_written_are_dropped_and_logged(app: Flask, now: datetime, caplog):
    def refuse(counts):
        raise OperationalError("", None, Exception("locked"))

    kept = Tallies(app, refuse)
    kept.add(("article", "views", "x", "fr"), at=now)

    kept.write()
    kept.write()

    assert caplog.text.count("1 tallies could not be written") == 1


def test_forms_and_dossiers_after_an_article_or_a_search_are_counted(
    app: Flask, client: FlaskClient, shelf: Shelf, people: Cast
):
    shelf.put()
    a_desk("accueil", people.agent)

    client.get("/dossiers/nouveau?article=double-prelevement")
    client.get("/dossiers/nouveau", query_string={"subject": "Double débit"})
    client.get("/dossiers/nouveau", query_string={"subject": "moi@example.org"})
    client.get("/dossiers/nouveau")
    send(client, article_slug="double-prelevement", search="Double débit")

    assert written(app) == [("double-prelevement", "fr", 0, 1, 1)]
    rows = db.session.execute(
        select(SearchCount.query, SearchCount.forms, SearchCount.dossiers, SearchCount.count)
    )
    assert [tuple(row) for row in rows] == [("double debit", 1, 1, 0)]


@pytest.fixture
def period(now: datetime) -> Period:
    today = local(now).date()
    return Period(today - timedelta(days=13), today)


@pytest.fixture
def told(app: Flask, shelf: Shelf, now: datetime, period: Period) -> Shelf:
    """Some days of a helpdesk: three searches, votes, an answer found, a dossier sent anyway."""
    shelf.put()
    day, before = period.last, period.last - timedelta(days=7)
    record_searches(
        {
            Searched(day, "double debit", "fr"): Tally(4, 3),
            Searched(before, "double debit", "fr"): Tally(2, 3),
            Searched(day, "=cmd()", "fr"): Tally(3, 0),
            Searched(day, "rare", "fr"): Tally(1, 0),
            Searched(day - timedelta(days=60), "ancien", "fr"): Tally(9, 0),
        }
    )
    db.session.add(ReadingCount(day=day, slug="double-prelevement", lang="fr", views=20, forms=2, dossiers=1))
    row = db.session.get_one(SearchCount, (day, "double debit", "fr"))
    row.forms, row.dossiers = 2, 1
    db.session.commit()
    for helpful in (True, True, False):
        cast_vote("double-prelevement", "fr", helpful=helpful, now=now)
    record_deflection("double-prelevement", category="", now=now - timedelta(days=7))
    return shelf


def test_the_sums_of_a_period(told: Shelf, period: Period):
    weeks = figures_by_week(period)
    both = total(weeks)

    assert [monday.isoformat() for monday, _ in weeks] == ["2026-11-16", "2026-11-09", "2026-11-02"]
    assert (both.searches, both.fruitless, both.views, both.yes, both.no) == (10, 4, 20, 2, 1)
    assert (both.answered, both.forms, both.dossiers) == (1, 4, 2)
    assert both.spared == 0.6
    assert both.given_up == 0.5
    assert weeks[1][1].answered == 1


def test_the_searches_that_tell_most(told: Shelf, period: Period):
    assert [(row.query, row.asked) for row in top_queries(period)] == [
        ("double debit", 6),
        ("=cmd()", 3),
        ("rare", 1),
    ]
    assert [row.query for row in fruitless_queries(period)] == ["=cmd()", "rare"]
    assert [(row.query, row.dossiers) for row in failed_queries(period)] == [("double debit", 1)]
    assert count_rare(period) == 1


def test_the_page_shows_them_for_the_period_of_its_address(client: FlaskClient, told: Shelf, people: Cast):
    page = signed_in(client, people.editor).get(f"{PAGE}?du=2026-11-03&au=2026-11-16").text

    assert "double debit" in page
    assert "ancien" not in page
    assert "60\u202f%" in page
    assert 'value="2026-11-03"' in page


@pytest.mark.parametrize(
    "query", ["", "?du=x&au=y", "?du=2026-13-45", "?du=0001-01-01&au=9999-12-31", "?au=0001-01-01"]
)
def test_any_period_is_answered(client: FlaskClient, told: Shelf, people: Cast, query: str):
    visitor = signed_in(client, people.supervisor)

    assert visitor.get(f"{PAGE}{query}").status_code == 200
    assert visitor.get(f"{PAGE}export/semaines.csv{query}").status_code == 200


def test_an_export_hides_rare_searches_and_runs_no_formula(client: FlaskClient, told: Shelf, people: Cast):
    visitor = signed_in(client, people.supervisor)

    response = visitor.get(f"{PAGE}export/recherches.csv?du=2026-11-03&au=2026-11-16")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "recherches-2026-11-03-2026-11-16.csv" in response.headers["Content-Disposition"]
    lines = response.data.decode("utf-8-sig").splitlines()
    assert lines[1:] == [
        "double debit;fr;6;3;2;1",
        "'=cmd();fr;3;0;0;0",
        "Recherches faites moins de 3 fois chacune;;1",
    ]


@pytest.mark.parametrize("name", ["semaines", "recherches", "sans-resultat", "dossier-quand-meme"])
def test_every_table_can_be_exported(client: FlaskClient, told: Shelf, people: Cast, name: str):
    assert signed_in(client, people.editor).get(f"{PAGE}export/{name}.csv").status_code == 200


def test_an_unknown_table_is_not_found(client: FlaskClient, told: Shelf, people: Cast):
    assert signed_in(client, people.editor).get(f"{PAGE}export/autre.csv").status_code == 404


def test_figures_are_forgotten_in_time(told: Shelf, period: Period, now: datetime):
    assert forget_old(now=now + timedelta(days=390)) == 1
    assert forget_old(now=now + timedelta(days=500)) == 9
    assert total(figures_by_week(period)).searches == 0
