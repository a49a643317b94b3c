"""Notices written in the browser, and what their publishing reaches."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from helpdesk.faq.writing.beginning import new_notice_text
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import State
from tests.faq.writing.conftest import Room, at_desk, editor, fields, publisher, room, step

__all__ = ["at_desk", "editor", "publisher", "room"]

CITING = "Relisez {{ note: coop-infos-51 }}.\n"


@pytest.fixture
def filled(room: Room) -> Room:
    room.folder.raw("Voir {{ note: coop-infos-51 }}.\n", "rappel.md", folder="blocks")
    room.folder.article("{{ bloc: rappel }}\n", slug="tierce", title="Une tierce fiche")
    room.folder.article(CITING, related=["autre"])
    room.folder.notice()
    room.load()
    return room


def written(client: FlaskClient, row: Manuscript, text: str) -> None:
    sent = {"version": row.version, "slug": row.slug, "lang": row.lang, "text": text}
    assert client.post(f"/bureau/fiches/{row.id}", data=sent).status_code == 302


def test_another_day_of_a_notice_reaches_those_who_cite_it(
    editor: FlaskClient, publisher: FlaskClient, filled: Room
):
    row = filled.text("coop-infos-51")
    written(editor, row, row.text.replace("2024-06-21", "2024-06-25"))
    step(editor, filled.text("coop-infos-51"), "submit")
    step(publisher, filled.text("coop-infos-51"), "publish")

    for slug in ("double-prelevement", "tierce"):
        assert "du 25\u00a0juin 2024" in filled.public(slug).html
    assert filled.load().changed == 0


def test_another_day_reaches_translations_that_cite_a_notice_without_one(
    publisher: FlaskClient, filled: Room
):
    english = {"name": "tierce.en.md", "slug": "tierce", "lang": "en", "title": "A third"}
    filled.folder.article("See {{ note: coop-infos-51 }}.\n", **english)
    filled.load()
    row = filled.text("coop-infos-51")
    written(publisher, row, row.text.replace("2024-06-21", "2024-06-25"))

    step(publisher, filled.text("coop-infos-51"), "publish")

    assert "du 25\u00a0juin 2024" in publisher.get("/en/faq/tierce").text
    assert filled.load().changed == 0


def test_a_notice_cited_by_the_text_that_readers_see_reaches_it(publisher: FlaskClient, filled: Room):
    open_draft = filled.text()
    sent = fields(open_draft, body="Sans elle.")
    publisher.post(f"/bureau/fiches/{open_draft.id}", data=sent)
    row = filled.text("coop-infos-51")
    written(publisher, row, row.text.replace("2024-06-21", "2024-06-25"))

    step(publisher, filled.text("coop-infos-51"), "publish")

    assert "du 25\u00a0juin 2024" in filled.public().html


def test_a_notice_that_is_cited_or_superseded_is_not_archived(publisher: FlaskClient, filled: Room):
    filled.folder.notice(slug="coop-infos-52", number=52, title="La suite", reminds=["coop-infos-51"])
    filled.load()

    step(publisher, filled.text("coop-infos-51"), "archive")
    page = publisher.get(f"/bureau/fiches/{filled.text('coop-infos-51').id}").text

    assert filled.text("coop-infos-51").state is State.PUBLISHED
    assert all(title in page for title in ("J’ai été prélevé deux fois", "La suite", "rappel"))


def test_a_new_notice_begins_with_the_next_number_and_is_published(
    editor: FlaskClient, publisher: FlaskClient, filled: Room
):
    page = editor.get("/bureau/fiches/notes/nouvelle").text
    assert "number: 52" in page
    assert "series: &#34;Coop’Infos&#34;" in page

    sent = {"slug": "coop-infos-52", "lang": "fr", "text": new_notice_text(date(2026, 11, 16))}
    answer = editor.post("/bureau/fiches/notes/nouvelle", data=sent)

    assert answer.status_code == 302
    row = filled.text("coop-infos-52")
    assert (row.path, "slug: coop-infos-52\n" in row.text) == ("notices/coop-infos-52.md", True)
    step(editor, row, "submit")
    step(publisher, filled.text("coop-infos-52"), "publish")
    assert "Coop’Infos n°\u00a052" in editor.get("/notes/coop-infos-52").text


def test_the_preview_tells_the_faults_of_a_new_notice(editor: FlaskClient, filled: Room):
    text = new_notice_text(date(2026, 11, 16)).replace("number: 52", "number: 51") + "{{ note: absente }}\n"
    sent = {"kind": "notice", "slug": "coop-infos-52", "lang": "fr", "text": text}

    page = editor.post("/bureau/fiches/apercu", data=sent, headers={"HX-Request": "true"}).text

    assert "Ce numéro est déjà celui de la note coop-infos-51." in page
    assert "La note « absente » n’existe pas." in page.replace("\u00a0", " ")


def test_readers_do_not_write_notices(client: FlaskClient, filled: Room):
    assert "/connexion" in client.get("/bureau/fiches/notes/nouvelle").location
