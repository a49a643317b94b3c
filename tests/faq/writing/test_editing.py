"""An editor’s form: new texts, their names, the preview, and faults beside their fields."""

from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.faq.rules import ArticleStatus
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import State
from tests.faq.writing.conftest import Room, fields, step


def test_a_new_article_goes_from_nothing_to_found(editor: FlaskClient, publisher: FlaskClient, room: Room):
    sent = fields(
        room.text(),
        slug="mandat-perdu",
        title="Mandat perdu",
        related="autre",
        add_related="double-prelevement",
    )
    assert editor.post("/bureau/fiches/nouvelle", data=sent).status_code == 302

    row = room.text("mandat-perdu")
    assert (row.state, room.public("mandat-perdu")) == (State.DRAFT, None)
    step(publisher, row, "publish")

    assert room.public("mandat-perdu").status is ArticleStatus.PUBLISHED
    assert [each["slug"] for each in room.public("mandat-perdu").related] == ["autre", "double-prelevement"]
    assert editor.get("/faq/mandat-perdu").status_code == 200
    assert room.load().unpublished == 0
    assert editor.get("/faq/mandat-perdu").status_code == 200


def test_a_name_that_is_taken_is_refused(editor: FlaskClient, room: Room):
    answer = editor.post("/bureau/fiches/nouvelle", data=fields(room.text()))

    assert answer.status_code == 422
    assert "Une fiche porte déjà cet identifiant" in answer.text


def test_a_draft_cannot_take_the_name_of_another(editor: FlaskClient, room: Room):
    editor.post("/bureau/fiches/nouvelle", data=fields(room.text(), slug="mandat-perdu"))
    draft = room.text("mandat-perdu")

    answer = editor.post(f"/bureau/fiches/{draft.id}", data=fields(draft, slug="autre", body="Mes mots."))

    assert answer.status_code == 422
    assert "Une fiche porte déjà cet identifiant" in answer.text
    assert "Mes mots." in answer.text


def test_the_name_of_a_public_article_stays(editor: FlaskClient, room: Room):
    row = room.text()

    editor.post(f"/bureau/fiches/{row.id}", data=fields(row, slug="tout-autre", body="Autre."))

    assert room.text("double-prelevement").state is State.DRAFT


def test_saving_what_did_not_change_changes_nothing(editor: FlaskClient, room: Room):
    row = room.text()
    text = row.text

    editor.post(f"/bureau/fiches/{row.id}", data=fields(row))

    assert (room.text().text, room.text().state, room.history()) == (text, State.PUBLISHED, [])


def test_the_preview_works_without_scripts_and_alone(editor: FlaskClient, room: Room):
    row = room.text()
    sent = fields(row, id=row.id, body="## Nouveau\n\n[x](/faq/absent)\n\n**gras**")

    whole = editor.post("/bureau/fiches/apercu", data=sent)
    part = editor.post("/bureau/fiches/apercu", data=sent, headers={"HX-Request": "true"})

    for answer in (whole, part):
        assert answer.status_code == 200
        assert "<strong>gras</strong>" in answer.text
        assert "Le lien /faq/absent ne mène nulle part." in answer.text
    assert "<html" in whole.text
    assert "<html" not in part.text
    assert 'id="faults-body" hx-swap-oob="true"' in part.text
    assert room.text().state is State.PUBLISHED


def test_a_fault_stands_beside_its_field_and_stops_publishing(publisher: FlaskClient, room: Room):
    row = room.text()
    publisher.post(f"/bureau/fiches/{row.id}", data=fields(row, aliases="un\ndeux", related="absente"))

    page = publisher.get(f"/bureau/fiches/{row.id}").text
    assert "Il faut au moins trois formulations" in page.split('id="faults-aliases"')[1].split("</div>")[0]

    step(publisher, room.text(), "publish")
    assert room.text().state is State.DRAFT


def test_what_another_page_hands_over_begins_an_article(editor: FlaskClient, room: Room):
    page = editor.post(
        "/bureau/fiches/nouvelle", data={"prefill": "1", "title": "Depuis un dossier", "body": "La réponse."}
    )

    assert page.status_code == 200
    assert 'value="Depuis un dossier"' in page.text
    assert len(db.session.scalars(select(Manuscript)).all()) == 3
