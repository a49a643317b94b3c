"""Kept pages before Flask: served without it when they may be, never when they may not."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from flask import Flask, request_started
from flask.testing import FlaskClient
from sqlalchemy import text

from helpdesk.app import create_app
from helpdesk.config import Settings
from helpdesk.db import db
from helpdesk.web.pagecache import UNCHANGING, Page, Prepared, is_right, public_page
from tests.faq.conftest import Shelf
from tests.people import Cast, signed_in

ARTICLE = "/faq/double-prelevement"


@pytest.fixture
def shelf(app: Flask, now: datetime) -> Shelf:
    shelf = Shelf(now)
    shelf.put()
    shelf.changed()
    return shelf


@pytest.fixture
def inside(app: Flask) -> Iterator[list[str]]:
    """One entry for each request that came through the door, to Flask."""
    seen: list[str] = []

    def note(sender, **_extra) -> None:
        seen.append(sender.name)

    request_started.connect(note, app)
    yield seen
    request_started.disconnect(note, app)


@contextmanager
def another_process(settings: Settings) -> Iterator[FlaskClient]:
    app = create_app(settings)
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    "address", ["/", "/faq/", "/collections/collecte-en-ligne", ARTICLE, f"/en{ARTICLE}"]
)
def test_the_second_reader_is_answered_before_flask(
    client: FlaskClient, shelf: Shelf, inside: list[str], address: str
):
    first = client.get(address)
    assert len(inside) == 1

    second = client.get(address)

    assert len(inside) == 1
    assert (second.status_code, second.data) == (200, first.data)
    assert sorted(second.headers) == sorted(first.headers)


def test_over_https_the_door_says_so_too(settings: Settings, shelf: Shelf):
    with another_process(settings.model_copy(update={"base_url": "https://aide.example.org"})) as client:
        first, second = (client.get(ARTICLE, base_url="https://aide.example.org") for _ in range(2))

    assert "Strict-Transport-Security" in second.headers
    assert sorted(second.headers) == sorted(first.headers)


def test_a_kept_page_is_given_as_it_is_asked_for(client: FlaskClient, shelf: Shelf, inside: list[str]):
    plain = client.get(ARTICLE)

    zipped = client.get(ARTICLE, headers={"Accept-Encoding": "gzip, br"})
    unchanged = client.get(
        ARTICLE, headers={"Accept-Encoding": "gzip", "If-None-Match": zipped.headers["ETag"]}
    )
    head = client.head(ARTICLE)

    assert len(inside) == 1
    assert gzip.decompress(zipped.data) == plain.data
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert "X-Frame-Options" in unchanged.headers
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(plain.data))


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (f"{ARTICLE}?avis=merci", {}),
        (ARTICLE, {"Cookie": "helpdesk=a-session"}),
        (ARTICLE, {"Cookie": "theme=dark; helpdesk-sign-in=a-token"}),
        ("/faq/absente", {}),
    ],
)
def test_what_is_not_for_everybody_goes_through(
    app: Flask, shelf: Shelf, inside: list[str], address: str, headers: dict[str, str]
):
    client = app.test_client(use_cookies=False)
    client.get(ARTICLE)

    client.get(address, headers=headers)

    assert len(inside) == 2


def test_a_cookie_of_somebody_else_does_not_matter(app: Flask, shelf: Shelf, inside: list[str]):
    client = app.test_client(use_cookies=False)
    client.get(ARTICLE)

    client.get(ARTICLE, headers={"Cookie": "theme=dark"})

    assert len(inside) == 1


def test_a_foreign_host_is_refused_as_ever(client: FlaskClient, shelf: Shelf):
    client.get(ARTICLE)

    assert client.get(ARTICLE, base_url="http://evil.example.org").status_code == 400


def test_another_method_is_not_answered_with_a_page(client: FlaskClient, shelf: Shelf):
    client.get(ARTICLE)

    assert client.post(ARTICLE).status_code == 405
    assert client.options(ARTICLE).data == b""


def test_somebody_signed_in_and_a_stranger_do_not_meet(client: FlaskClient, shelf: Shelf, people: Cast):
    client.get(ARTICLE)
    agent = signed_in(client.application.test_client(), people.agent)

    own = agent.get(ARTICLE)

    assert "Agathe Aide" in own.text
    assert "Agathe Aide" not in client.get(ARTICLE).text


def test_a_message_for_one_visitor_is_shown_over_a_kept_page(client: FlaskClient, shelf: Shelf):
    stranger = client.application.test_client()
    stranger.get(ARTICLE)

    with client.session_transaction() as session:
        session["_flashes"] = [("info", "Pour vous seul")]

    assert "Pour vous seul" in client.get(ARTICLE).text
    assert "Pour vous seul" not in stranger.get(ARTICLE).text


def test_a_vote_shows_at_once(client: FlaskClient, shelf: Shelf, inside: list[str]):
    before = client.get(ARTICLE)
    db.session.execute(text("UPDATE article SET helpful = 91, unhelpful = 9"))
    db.session.commit()

    after = client.get(ARTICLE)

    assert len(inside) == 2
    assert "91" in after.text
    assert after.headers["ETag"] != before.headers["ETag"]


def test_an_article_expires_at_midnight(
    client: FlaskClient, shelf: Shelf, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    shelf.put("breve", valid_until=now.date())
    texts = []
    for at in (now.replace(hour=22), now.replace(hour=23)):
        for clock in ("helpdesk.web.pagecache.now", "helpdesk.web.context.now", "helpdesk.core.clock.now"):
            monkeypatch.setattr(clock, lambda at=at: at)
        texts.append([client.get("/faq/breve").text for _ in range(2)])

    (last_hour, last_hour_kept), (next_day, next_day_kept) = texts

    assert last_hour == last_hour_kept
    assert next_day == next_day_kept
    assert next_day != last_hour


def test_two_processes_never_show_different_texts(client: FlaskClient, settings: Settings, shelf: Shelf):
    with another_process(settings) as other:
        assert client.get(ARTICLE).data == other.get(ARTICLE).data
        db.session.execute(text("UPDATE article SET title = 'Nouveau titre', content_hash = 'new'"))
        db.session.commit()

        pages = [client.get(ARTICLE).text, other.get(ARTICLE).text]

    assert all("Nouveau titre" in page for page in pages)


def test_a_page_that_cannot_be_checked_is_not_right(app: Flask):
    unknown = Page(Prepared("SELECT 1 FROM nowhere", []), (1,), b"", "")

    assert not is_right(unknown, db.engine)


def test_a_view_that_counts_its_readers_sees_them_all(app: Flask, client: FlaskClient, inside: list[str]):
    made = []

    def counted():
        def build():
            made.append(1)
            return (), "une page"

        return public_page(UNCHANGING, build, for_everybody=True, view_counts=True)

    app.view_functions["faq.home"] = counted

    pages = [client.get("/").text for _ in range(3)]

    assert pages == ["une page"] * 3
    assert (len(inside), len(made)) == (3, 1)
