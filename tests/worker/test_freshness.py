"""How soon readers find what an editor saved, with a worker at its real pace (search.md: 2 s)."""

import threading
import time
from dataclasses import replace

import pytest
from sqlalchemy import update

from helpdesk.db import db, transactional
from helpdesk.faq.models import Article, ContentState
from helpdesk.worker.jobs import JOBS
from helpdesk.worker.loop import Worker
from tests.faq.conftest import Shelf

LIMIT_S = 2.0


@pytest.fixture
def working(app):
    """A worker that keeps the index, as long as the test runs."""
    worker = Worker(app, jobs=[replace(job) for job in JOBS if job.name == "index"])
    thread = threading.Thread(target=worker.run)
    thread.start()
    yield
    worker.stop()
    thread.join()


def wait_until_found(client, query, slug):
    """Ask until the article is found; return how long that took."""
    begun, pause = time.monotonic(), threading.Event()
    while time.monotonic() - begun < 5 * LIMIT_S:
        results = client.get("/recherche.json", query_string={"q": query}).json["results"]
        if slug in [each["slug"] for each in results]:
            return time.monotonic() - begun
        pause.wait(0.05)
    raise AssertionError(f"{slug} is not found by {query}")


@transactional
def edit(text):
    db.session.execute(update(Article).values(plain_text=text, content_hash="edited"))
    db.session.execute(update(ContentState).values(generation=ContentState.generation + 1))


def test_an_edited_article_is_found_within_two_seconds(app, client, now, working):
    shelf = Shelf(now)
    shelf.put()
    shelf.changed()
    wait_until_found(client, "double débit", "double-prelevement")

    edit("Le mot zigouigoui est nouveau.")

    assert wait_until_found(client, "zigouigoui", "double-prelevement") < LIMIT_S
