"""An editor’s room, filled from a folder, and somebody who clicks in it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.accounts.viewer import Viewer
from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.faq.loading import load_content
from helpdesk.faq.models import Article
from helpdesk.faq.writing.models import Manuscript, Revision
from helpdesk.faq.writing.texts import hash_of
from tests.faq.conftest import ContentFolder
from tests.people import Cast, signed_in


class Room:
    """The texts in the tables."""

    def __init__(self, folder: ContentFolder) -> None:
        self.folder = folder

    def load(self) -> Any:
        return load_content(self.folder.root, now=clock.now())

    def text(self, slug: str = "double-prelevement", lang: str = "fr") -> Manuscript:
        db.session.expire_all()
        return db.session.scalars(
            select(Manuscript).where(Manuscript.slug == slug, Manuscript.lang == lang)
        ).one()

    def public(self, slug: str = "double-prelevement") -> Article | None:
        db.session.expire_all()
        return db.session.scalars(select(Article).where(Article.slug == slug)).first()

    def history(self, slug: str = "double-prelevement") -> list[str]:
        rows = db.session.scalars(
            select(Revision).where(Revision.manuscript_id == self.text(slug).id).order_by(Revision.number)
        )
        return [row.event.value for row in rows]

    def changed_here(
        self, before: str, after: str, slug: str = "double-prelevement", *, count: int = -1
    ) -> Manuscript:
        row = self.text(slug)
        row.text = row.text.replace(before, after, count)
        row.text_hash = hash_of(row.text)
        db.session.commit()
        return row


@pytest.fixture
def room(app: Flask, folder: ContentFolder) -> Room:
    folder.article("## Que faire ?\n\nAppelez.\n", related=["autre"])
    folder.article(slug="autre", title="Une autre fiche", related=["double-prelevement"])
    found = Room(folder)
    found.load()
    return found


Open = Callable[[Viewer], FlaskClient]


@pytest.fixture
def at_desk(app: Flask, client: FlaskClient) -> Open:
    """Give a browser in which somebody has signed in."""
    return lambda viewer: signed_in(app.test_client(), viewer)


@pytest.fixture
def editor(at_desk: Open, people: Cast) -> FlaskClient:
    return at_desk(people.editor)


@pytest.fixture
def publisher(at_desk: Open, people: Cast) -> FlaskClient:
    return at_desk(people.publisher)


def fields(row: Manuscript, **changes: Any) -> dict[str, Any]:
    """Return what the form of an article sends."""
    sent = {
        "version": row.version,
        "title": "J’ai été prélevé deux fois",
        "slug": row.slug,
        "lang": "fr",
        "collection": "collecte-en-ligne",
        "category": "prelevement",
        "ticket_category": "prelevement/double-debit",
        "audience": "both",
        "summary": "Signalez-le avec les dates : un reversement est possible.",
        "body": "## Que faire ?\n\nAppelez.",
        "aliases": "double débit\ndébité deux fois\ndoublon",
        "keywords": "reversement",
        "related": "autre",
        "reason_codes": "AM05",
        "sources": "Guide",
        "owner": "Pôle",
        "reviewed_on": "2026-11-16",
    }
    return sent | changes


def step(client: FlaskClient, row: Manuscript, act: str, **more: Any) -> Any:
    return client.post(f"/bureau/fiches/{row.id}/etapes", data={"version": row.version, "act": act, **more})
