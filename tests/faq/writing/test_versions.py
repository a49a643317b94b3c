"""Several versions of one text: two editors at once, earlier ones, and what came from the folder."""

import pytest
from flask.testing import FlaskClient

from helpdesk.faq.writing.rules import State
from tests.faq.writing.conftest import Room, fields, step


def test_two_editors_at_once_lose_nothing(editor: FlaskClient, publisher: FlaskClient, room: Room):
    row = room.text()
    first = fields(row, body="Le texte de la première.")
    second = fields(row, body="Le texte du second.")
    editor.post(f"/bureau/fiches/{row.id}", data=first)

    answer = publisher.post(f"/bureau/fiches/{row.id}", data=second)

    assert answer.status_code == 409
    assert "Le texte du second." in answer.text
    assert "première" in answer.text
    assert "<ins>" in answer.text
    assert "Le texte de la première." in room.text().text

    again = publisher.post(f"/bureau/fiches/{row.id}", data=second | {"version": room.text().version})
    assert again.status_code == 302
    assert "Le texte du second." in room.text().text


def test_versions_show_what_changed_and_are_taken_up_again(editor: FlaskClient, room: Room):
    row = room.text()
    editor.post(f"/bureau/fiches/{row.id}", data=fields(row, body="## Que faire ?\n\nÉcrivez."))

    page = editor.get(f"/bureau/fiches/{row.id}/versions").text
    assert "<del>Appelez</del>" in page
    assert "<ins>Écrivez</ins>" in page
    assert '<span class="sr">Retiré' in page

    editor.post(f"/bureau/fiches/{row.id}/versions/1/reprendre", data={"version": room.text().version})
    assert "Appelez." in room.text().text
    assert room.history()[-1] == "restored"
    assert editor.get(f"/bureau/fiches/{row.id}/versions?version=3&avec=1").status_code == 200
    for odd in ("version=99", "version=x&avec=-1", "version=1"):
        assert editor.get(f"/bureau/fiches/{row.id}/versions?{odd}").status_code == 200
    assert (
        editor.post(f"/bureau/fiches/{row.id}/versions/99/reprendre", data={"version": 3}).status_code == 404
    )


@pytest.mark.parametrize(("choice", "kept"), [("room", "Ici."), ("file", "Là."), ("merged", "Ici et là.")])
def test_a_conflict_is_shown_and_settled(publisher: FlaskClient, room: Room, choice: str, kept: str):
    room.changed_here("Appelez.", "Ici.")
    room.folder.article("## Que faire ?\n\nLà.\n", related=["autre"])
    assert len(room.load().conflicts) == 1
    row = room.text()
    page = publisher.get(f"/bureau/fiches/{row.id}/conflit").text
    assert "<del>Ici</del>" in page
    assert "<ins>Là</ins>" in page
    merged = row.text.replace("Ici.", "Ici et là.")
    token = page.split('name="file_hash" type="hidden" value="')[1].split('"')[0]

    publisher.post(
        f"/bureau/fiches/{row.id}/conflit",
        data={
            "version": row.version,
            "choice": choice,
            "file_hash": token,
            "merged": merged,
        },
    )
    if room.text().state is not State.PUBLISHED:
        step(publisher, room.text(), "publish")

    assert room.text().file_text is None
    assert len(room.load().conflicts) == 0
    assert kept in room.public().html
