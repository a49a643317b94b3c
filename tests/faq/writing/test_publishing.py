"""From a draft to the public page: who may publish, and what publishing reaches."""

import yaml
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.faq.queries import generation
from helpdesk.faq.rules import ArticleStatus
from helpdesk.faq.writing.rules import State
from helpdesk.outbox.models import OutgoingMail
from tests.faq.writing.conftest import Room, fields, step


def test_an_editors_day(editor: FlaskClient, publisher: FlaskClient, room: Room):
    row = room.text()
    assert editor.get(f"/bureau/fiches/{row.id}").status_code == 200

    editor.post(f"/bureau/fiches/{row.id}", data=fields(row, body="## Que faire ?\n\nÉcrivez-nous."))
    row = room.text()
    assert (row.state, "Appelez." in (row.public_text or "")) == (State.DRAFT, True)
    assert "Appelez" in room.public().html

    step(editor, row, "submit", note="Relu deux fois.")
    assert room.text().state is State.REVIEW
    (mail,) = db.session.scalars(select(OutgoingMail)).all()
    assert (mail.to_address, "Relu deux fois." in mail.text) == ("paule.publie@example.org", True)

    step(publisher, room.text(), "send_back", note="Ajoutez les délais.")
    assert room.text().state is State.DRAFT
    told = db.session.scalars(select(OutgoingMail).where(OutgoingMail.event == "faq/sent_back")).one()
    assert (told.to_address, "Ajoutez les délais." in told.text) == ("élise.edite@example.org", True)
    assert "Ajoutez les délais." in editor.get(f"/bureau/fiches/{row.id}").text

    row = room.text()
    editor.post(
        f"/bureau/fiches/{row.id}", data=fields(row, body="## Que faire ?\n\nÉcrivez-nous en 8 semaines.")
    )
    step(editor, room.text(), "submit")
    before = generation()
    done = step(publisher, room.text(), "publish")

    assert done.status_code == 302
    assert room.text().state is State.PUBLISHED
    assert "en 8\xa0semaines" in room.public().html
    assert generation() == before + 1
    assert room.history() == [
        "loaded",
        "saved",
        "submitted",
        "sent_back",
        "saved",
        "submitted",
        "published",
    ]
    assert room.load().changed == 0
    assert "en 8\xa0semaines" in room.public().html


def test_an_editor_does_not_publish(editor: FlaskClient, room: Room):
    row = room.text()
    editor.post(f"/bureau/fiches/{row.id}", data=fields(row, body="Autre."))

    for act in ("publish", "schedule", "archive", "send_back"):
        assert step(editor, room.text(), act, at="2030-01-01T10:00").status_code == 404

    assert room.text().state is State.DRAFT


def test_where_two_people_are_wanted_the_writer_does_not_publish(
    app: Flask, publisher: FlaskClient, room: Room
):
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"content_two_people": True})
    row = room.text()
    publisher.post(f"/bureau/fiches/{row.id}", data=fields(row, body="Autre."))

    step(publisher, room.text(), "publish")

    assert room.text().state is State.DRAFT
    assert "une autre personne doit le publier" in publisher.get(f"/bureau/fiches/{row.id}").text


def test_putting_a_text_aside_does_not_make_its_writer_another_person(
    app: Flask, publisher: FlaskClient, room: Room
):
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"content_two_people": True})
    sent = fields(room.text(), slug="mandat-perdu", title="Mandat perdu")
    publisher.post("/bureau/fiches/nouvelle", data=sent)
    step(publisher, room.text("mandat-perdu"), "archive")
    assert room.text("mandat-perdu").state is State.ARCHIVED

    step(publisher, room.text("mandat-perdu"), "publish")

    assert room.text("mandat-perdu").state is State.ARCHIVED
    assert room.public("mandat-perdu") is None


def test_archiving_waits_until_nothing_leads_there(publisher: FlaskClient, room: Room):
    step(publisher, room.text(), "archive")
    assert room.text().state is State.PUBLISHED
    row = room.text("autre")
    publisher.post(f"/bureau/fiches/{row.id}", data=fields(row, title="Une autre fiche", related=""))
    step(publisher, room.text("autre"), "publish")

    step(publisher, room.text(), "archive")

    assert room.text().state is State.ARCHIVED
    assert room.public().status is ArticleStatus.UNPUBLISHED


def test_another_title_reaches_those_that_show_it(publisher: FlaskClient, room: Room):
    row = room.text("autre")
    publisher.post(
        f"/bureau/fiches/{row.id}", data=fields(row, title="Tout neuf", related="double-prelevement")
    )

    step(publisher, room.text("autre"), "publish")

    assert room.public().related == [{"slug": "autre", "title": "Tout neuf"}]
    assert room.load().changed == 0


def test_a_block_is_written_here_and_reaches_its_articles(publisher: FlaskClient, room: Room):
    publisher.post(
        "/bureau/fiches/blocs/nouveau",
        data={"slug": "contact", "lang": "fr", "text": "Appelez le {{ support.phone }}."},
    )
    step(publisher, room.text("contact"), "publish")
    row = room.text()
    publisher.post(f"/bureau/fiches/{row.id}", data=fields(row, body="{{ bloc: contact }}"))
    step(publisher, room.text(), "publish")
    assert "Appelez le <a" in room.public().html

    block = room.text("contact")
    publisher.post(f"/bureau/fiches/{block.id}", data={"version": block.version, "text": "Écrivez-nous."})
    assert "Appelez le <a" in room.public().html
    step(publisher, room.text("contact"), "publish")

    assert room.public().html == "<p>Écrivez-nous.</p>"
    step(publisher, room.text("contact"), "archive")
    assert room.text("contact").state is State.PUBLISHED
    assert room.load().changed == 0


def test_a_block_reaches_the_article_whose_open_draft_no_longer_holds_it(publisher: FlaskClient, room: Room):
    room.folder.raw("Appelez.\n", "contact.md", folder="blocks")
    room.folder.article("{{ bloc: contact }}\n", related=["autre"])
    room.load()
    row = room.text()
    publisher.post(f"/bureau/fiches/{row.id}", data=fields(row, body="Autre chose."))
    block = room.text("contact")
    publisher.post(f"/bureau/fiches/{block.id}", data={"version": block.version, "text": "Écrivez-nous."})

    step(publisher, room.text("contact"), "publish")

    assert room.public().html == "<p>Écrivez-nous.</p>"


def test_a_situation_reaches_the_article_whose_open_draft_has_none_any_more(
    publisher: FlaskClient, room: Room
):
    room.folder.article("Un.\n", variant="Par carte", slug="autre", title="Une autre fiche")
    room.folder.article("Deux.\n", related=["autre"], variant="Par prélèvement", variant_of="autre")
    room.load()
    row = room.text()
    publisher.post(f"/bureau/fiches/{row.id}", data=fields(row, body="Deux.", variant="", variant_of=""))
    other = room.text("autre")
    sent = fields(other, title="Une autre fiche", body="Un.", related="", variant="Par chèque")
    publisher.post(f"/bureau/fiches/{other.id}", data=sent)

    step(publisher, room.text("autre"), "publish")

    assert [each["label"] for each in room.public().variants] == ["Par chèque", "Par prélèvement"]


def test_the_title_of_an_archived_translation_is_shown_no_more(publisher: FlaskClient, room: Room):
    english = {"lang": "en", "related": ["autre"]}
    room.folder.article(name="autre.en.md", slug="autre", title="Another", lang="en")
    room.folder.article(name="double-prelevement.en.md", title="Debited twice", **english)
    room.load()
    step(publisher, room.text("autre", "en"), "archive")
    row = room.text(lang="en")
    publisher.post(
        f"/bureau/fiches/{row.id}", data=fields(row, lang="en", title="Debited twice", body="Call.")
    )

    step(publisher, room.text(lang="en"), "publish")

    page = publisher.get("/en/faq/double-prelevement").text
    assert ("Call." in page, "Une autre fiche" in page, "Another" in page) == (True, True, False)


def test_a_published_text_is_what_a_load_would_make_of_it(publisher: FlaskClient, room: Room):
    entry = {
        "slug": "rum",
        "term": "RUM",
        "text": "Le numéro de votre mandat.",
        "term_en": "UMR",
        "text_en": "The number of a mandate.",
    }
    (room.folder.root / "glossary.yml").write_text(yaml.safe_dump([entry]), encoding="utf-8")
    both = {"slug": "autre", "title": "Une autre fiche", "related": ["double-prelevement"]}
    room.folder.article("Un.\n", variant="Par carte", **both)
    room.folder.article("Deux.\n", related=["autre"], variant="Par prélèvement", variant_of="autre")
    room.load()
    row = room.text()
    assert [each["label"] for each in room.public("autre").variants] == ["Par carte", "Par prélèvement"]

    publisher.post(f"/bureau/fiches/{row.id}", data=fields(row, body="Votre RUM figure sur le relevé."))
    step(publisher, room.text(), "publish")

    assert "/glossaire#rum" in room.public().html
    assert len(room.public().variants) == 2
    assert room.load().changed == 0
