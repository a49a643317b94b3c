"""Searches are counted together, later, without personal words."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.faq import counting
from helpdesk.faq.models import SearchCount
from helpdesk.faq.rules import is_personal
from tests.faq.conftest import Shelf


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
