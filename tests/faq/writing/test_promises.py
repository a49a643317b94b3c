"""A promise that is kept is said so with one click."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.db import db
from helpdesk.faq.models import Article
from helpdesk.faq.writing.rules import State
from tests.faq.writing.conftest import Room, fields

PROMISE = {"promise": "Le formulaire arrive", "promise_due_on": date(2026, 12, 1), "related": ["autre"]}
KEEP = "/bureau/fiches/promesses/double-prelevement/tenue"


@pytest.fixture
def promised(room: Room) -> Room:
    room.folder.article(**PROMISE)
    english = {"lang": "en", "title": "Debited twice", "name": "double-prelevement.en.md"}
    room.folder.article(**PROMISE | english | {"promise": "The form is coming"})
    room.load()
    return room


def today() -> date:
    return local(clock.now()).date()


def kept_days() -> set[date | None]:
    db.session.expire_all()
    return set(db.session.scalars(select(Article.promise_kept_on).where(Article.promise != "")))


def test_a_publisher_keeps_it_at_once_in_every_language(publisher: FlaskClient, promised: Room):
    assert KEEP in publisher.get("/bureau/promesses").text

    answer = publisher.post(KEEP, follow_redirects=True)

    assert "ceux qui attendent sont prévenus" in answer.text
    assert KEEP not in answer.text
    assert kept_days() == {today()}
    assert promised.text().state is State.PUBLISHED
    assert promised.history()[-1] == "kept"
    assert list(promised.load().conflicts) == []


def test_what_is_being_written_goes_on_with_it(publisher: FlaskClient, promised: Room):
    row = promised.text()
    publisher.post(f"/bureau/fiches/{row.id}", data=fields(row, body="Pas encore public."))

    publisher.post(KEEP)

    row = promised.text()
    assert (row.state, kept_days()) == (State.DRAFT, {today()})
    assert f"promise_kept_on: {today()}" in row.text
    assert "Pas encore public." in row.text


def test_an_editor_proposes_it(editor: FlaskClient, promised: Room):
    answer = editor.post(KEEP, follow_redirects=True)

    assert "proposé à la relecture" in answer.text
    assert (promised.text().state, kept_days()) == (State.REVIEW, {None})
    assert f"promise_kept_on: {today()}" in promised.text().text


def test_where_two_people_are_wanted_a_publisher_proposes_it_too(
    app: Flask, publisher: FlaskClient, promised: Room
):
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"content_two_people": True})

    publisher.post(KEEP)

    assert (promised.text().state, kept_days()) == (State.REVIEW, {None})


@pytest.mark.parametrize("slug", ["autre", "absente", "..", "x" * 300])
def test_what_promises_nothing_is_not_found(publisher: FlaskClient, promised: Room, slug: str):
    assert publisher.post(f"/bureau/fiches/promesses/{slug}/tenue").status_code == 404
