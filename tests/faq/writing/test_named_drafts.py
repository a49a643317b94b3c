"""Drafts that somebody works on in the browser, and what in a folder names them."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from helpdesk.db import db
from helpdesk.faq.loading import BadContent
from helpdesk.faq.writing.rules import State
from tests.faq.conftest import COLLECTION
from tests.faq.writing.conftest import Room, fields

NAMED_BY_A_DRAFT: list[dict[str, Any]] = [
    {"related": ["projet"]},
    {"replaced_by": "projet"},
    {"variant": "École", "variant_of": "projet"},
]


@pytest.mark.parametrize("named", NAMED_BY_A_DRAFT)
def test_a_draft_may_name_another_that_somebody_edits(editor: FlaskClient, room: Room, named: dict[str, Any]):
    room.folder.article(slug="projet", status="draft", variant="Section")
    room.folder.article("Voir [le projet](/faq/projet).\n", slug="brouillon", status="draft", **named)
    room.folder.collections([COLLECTION | {"first": ["projet"]}])
    room.load()
    row = room.text("projet")
    editor.post(f"/bureau/fiches/{row.id}", data=fields(row, body="Écrit ici."))
    assert "Écrit ici." in room.text("projet").text

    room.load()

    assert room.text("projet").state is State.DRAFT
    assert room.public("projet") is None


def test_what_readers_have_may_not_name_a_draft_that_somebody_edits(editor: FlaskClient, room: Room):
    room.folder.article(slug="projet", status="draft")
    room.load()
    row = room.text("projet")
    editor.post(f"/bureau/fiches/{row.id}", data=fields(row, body="Écrit ici."))
    room.folder.article(slug="autre", title="Une autre fiche", related=["projet"])

    with pytest.raises(BadContent, match="projet is a draft, which no reader sees"):
        room.load()


@pytest.mark.parametrize("fate", ["archived", "gone"])
def test_a_draft_may_not_name_what_is_archived_or_goes(room: Room, fate: str):
    path = room.folder.article(slug="projet", status="draft")
    room.load()
    if fate == "gone":
        path.unlink()
    else:
        room.text("projet").state = State.ARCHIVED
        db.session.commit()
    room.folder.article(slug="brouillon", status="draft", related=["projet"])

    with pytest.raises(BadContent, match="projet does not exist"):
        room.load()
