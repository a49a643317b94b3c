"""For whom an article is kept, said in the browser."""

from datetime import datetime
from pathlib import Path

from flask.testing import FlaskClient

from helpdesk.faq.writing.exporting import export_content
from tests.faq.writing.conftest import Room, fields, step


def test_the_browser_has_the_field_and_writes_it(
    editor: FlaskClient,
    publisher: FlaskClient,
    room: Room,
    client: FlaskClient,
    tmp_path: Path,
    now: datetime,
):
    row = room.text()
    assert "Réservée à" in editor.get(f"/bureau/fiches/{row.id}").text

    sent = fields(row, readers="role:treasurer\norg:75-UD/geo")
    assert editor.post(f"/bureau/fiches/{row.id}", data=sent).status_code == 302
    page = editor.get(f"/bureau/fiches/{row.id}").text
    assert "Aucune organisation n’a le code 75-UD" in page
    step(publisher, room.text(), "publish")

    assert room.public().readers == ",org:75-UD/geo,role:treasurer,"
    assert client.get("/faq/double-prelevement").status_code == 404
    export_content(tmp_path / "export", now=now)
    text = (tmp_path / "export/faq/collecte-en-ligne/double-prelevement.md").read_text()
    assert '  - "role:treasurer"\n  - "org:75-UD/geo"\n' in text


def test_those_that_show_its_title_follow_at_once(
    editor: FlaskClient, publisher: FlaskClient, room: Room, client: FlaskClient
):
    row = room.text()
    assert "J’ai été prélevé deux fois" in client.get("/faq/autre").text

    editor.post(f"/bureau/fiches/{row.id}", data=fields(row, readers="role:treasurer"))
    step(publisher, room.text(), "publish")

    assert "J’ai été prélevé deux fois" not in client.get("/faq/autre").text
    assert "J’ai été prélevé deux fois" in editor.get("/faq/autre").text


def test_what_is_no_reader_is_refused_in_words(editor: FlaskClient, publisher: FlaskClient, room: Room):
    row = room.text()

    editor.post(f"/bureau/fiches/{row.id}", data=fields(row, readers="tresoriers"))

    assert "ne désigne aucun lecteur" in editor.get(f"/bureau/fiches/{row.id}").text
    step(publisher, room.text(), "publish")
    assert room.public().readers == ""


def test_a_translation_has_the_readers_of_its_original(
    editor: FlaskClient, publisher: FlaskClient, room: Room
):
    french = room.text()
    editor.post(f"/bureau/fiches/{french.id}", data=fields(french, readers="role:treasurer"))
    step(publisher, room.text(), "publish")
    english = {"lang": "en", "title": "Debited twice", "related": "autre", "readers": "role:agent"}
    editor.post("/bureau/fiches/nouvelle", data=fields(french, **english))
    step(publisher, room.text(lang="en"), "publish")

    assert "role:treasurer" in room.text(lang="en").live_text
    assert "role:agent" not in room.text(lang="en").live_text
