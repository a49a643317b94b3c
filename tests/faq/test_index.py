"""The index: without one, torn, mended by the worker."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from helpdesk.db import db
from helpdesk.faq import indexing
from helpdesk.faq.rules import ArticleStatus
from tests.faq.conftest import Shelf
from tests.faq.searching import found
from tests.statements import counted_statements


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


def test_an_article_that_is_kept_for_some_from_now_on_takes_its_words_away(
    client: FlaskClient, filled: Shelf, now: datetime
):
    article = filled.put("secret", title="Le xylophone")
    indexing.refresh_index(now=now)
    assert client.get("/recherche.json?q=xylohpone").json["corrected"] == "xylophone"

    article.readers, article.content_hash = ",role:treasurer,", "kept"
    db.session.commit()

    assert indexing.refresh_index(now=now) == 1
    assert client.get("/recherche.json?q=xylohpone").json["corrected"] is None
    assert indexing.refresh_index(now=now) == 0


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
