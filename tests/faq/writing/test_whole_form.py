"""All that an article says of itself can be written in the browser, and its whole text too."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from helpdesk.faq.writing.rules import State
from tests.faq.writing.conftest import Room, fields, step


def faults_at(page: str, key: str) -> str:
    return page.split(f'id="faults-{key}"')[1].partition("</div>")[0]


def test_the_form_has_a_field_for_every_key(editor: FlaskClient, room: Room):
    page = editor.get(f"/bureau/fiches/{room.text().id}").text

    for name in ("provider", "variant", "variant_of", "stages", "replaced_by", "promise"):
        assert f' name="{name}"' in page
    for name in ("promise_due_on", "promise_kept_on"):
        assert f'name="{name}" type="date"' in page


def test_a_variant_a_replacement_and_a_promise_are_made_without_files(
    editor: FlaskClient, publisher: FlaskClient, room: Room
):
    first = room.text("autre")
    sent = {"title": "Une autre fiche", "related": "double-prelevement", "variant": "Par carte"}
    editor.post(f"/bureau/fiches/{first.id}", data=fields(first, **sent))
    step(publisher, room.text("autre"), "publish")

    row = room.text()
    more = {
        "variant": "Par prélèvement",
        "variant_of": "autre",
        "replaced_by": "autre",
        "provider": "Plateforme A",
        "promise": "Le formulaire arrive",
        "promise_due_on": "2027-01-15",
    }
    editor.post(f"/bureau/fiches/{row.id}", data=fields(row, **more))
    step(publisher, room.text(), "publish")

    found = room.public()
    assert [each["label"] for each in found.variants] == ["Par carte", "Par prélèvement"]
    assert (found.provider, found.replacement["slug"]) == ("Plateforme A", "autre")
    assert (found.promise, found.promise_due_on) == ("Le formulaire arrive", date(2027, 1, 15))


def test_a_field_that_was_not_sent_stays_as_it_was(editor: FlaskClient, room: Room):
    room.folder.article(promise="Bientôt", provider="Plateforme A", related=["autre"])
    room.load()
    row = room.text()

    editor.post(f"/bureau/fiches/{row.id}", data=fields(row, body="Autre.", provider=""))

    assert "promise: Bientôt" in room.text().text
    assert "provider" not in room.text().text


def test_the_whole_text_is_shown_and_kept_to_the_last_sign(editor: FlaskClient, room: Room):
    row = room.text()
    page = editor.get(f"/bureau/fiches/{row.id}?texte=1").text
    assert "aliases:\n- double débit" in page

    text = row.text.replace("title:", "# un mot pour nous\ntitle:")
    answer = editor.post(
        f"/bureau/fiches/{row.id}?texte=1",
        data={"version": row.version, "slug": row.slug, "lang": "fr", "text": text},
    )

    assert answer.headers["Location"].endswith(f"/bureau/fiches/{row.id}?texte=1")
    assert room.text().text == text
    assert room.text().state is State.DRAFT


def test_a_whole_text_cannot_take_the_place_of_another(
    editor: FlaskClient, publisher: FlaskClient, room: Room
):
    row = room.text()
    text = row.text.replace("slug: double-prelevement", "slug: autre").replace("Appelez", "Volé")
    data = {"version": row.version, "slug": row.slug, "lang": "fr", "text": text}

    editor.post(f"/bureau/fiches/{row.id}?texte=1", data=data)
    page = editor.get(f"/bureau/fiches/{row.id}").text
    step(publisher, room.text(), "publish")

    assert "L’en-tête dit une autre adresse, autre" in page
    assert "Volé" not in room.public("autre").html
    assert room.text().state is State.DRAFT


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"reason_codes": "AM04 X"}, "reason_codes", "«\xa0Codes de rejet\xa0», élément 2"),
        ({"keywords": "\n".join(f"mot {n}" for n in range(41))}, "keywords", "40 au plus"),
        ({"variant_of": "absente", "variant": "x"}, "variant_of", "la fiche absente n’existe pas"),
        ({"promise_due_on": "2027-01-01"}, "promise", "Dites ce qui est promis."),
        ({"slug": ""}, "slug", "«\xa0Adresse\xa0» manque."),
        ({"summary": ""}, "summary", "«\xa0En bref\xa0» manque."),
        ({"reviewed_on": ""}, "reviewed_on", "«\xa0Vérifiée le\xa0» manque."),
    ],
)
def test_a_fault_has_the_name_of_its_field_and_stands_there(
    editor: FlaskClient, room: Room, changes: dict[str, Any], key: str, words: str
):
    sent = fields(room.text(), kind="article", slug="nouvelle") | changes

    live = editor.post("/bureau/fiches/apercu", data=sent, headers={"HX-Request": "true"}).text

    assert words in faults_at(live, key)


def test_the_text_is_checked_and_shown_while_a_key_is_missing(editor: FlaskClient, room: Room):
    body = "## Nouveau\n\nVoyez [ici](/faq/absent).\n\n# Titre\n\n**gras**"
    sent = fields(room.text(), kind="article", slug="", reviewed_on="", aliases="", body=body)

    live = editor.post("/bureau/fiches/apercu", data=sent, headers={"HX-Request": "true"}).text

    assert "<strong>gras</strong>" in live
    for words in ("Un lien doit dire où il mène", "/faq/absent ne mène nulle part", "Un titre de niveau 1"):
        assert words in faults_at(live, "body")


def test_a_text_with_broken_front_matter_is_checked_too(editor: FlaskClient, room: Room):
    row = room.text()
    text = "---\ntitle: [\n---\nVoyez [la fiche](/faq/absent)\n"
    data = {"version": row.version, "slug": row.slug, "lang": "fr", "text": text, "id": row.id, "whole": "1"}

    live = editor.post("/bureau/fiches/apercu", data=data, headers={"HX-Request": "true"}).text

    assert "/faq/absent ne mène nulle part" in faults_at(live, "text")
