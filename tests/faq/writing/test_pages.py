"""An editor’s day on the pages."""

import html
import re
from datetime import datetime
from io import BytesIO

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.faq.content.files import LARGEST_IMAGE
from helpdesk.faq.queries import generation
from helpdesk.faq.rules import ArticleStatus
from helpdesk.faq.writing.files import keep
from helpdesk.faq.writing.models import ArticleFile, Manuscript
from helpdesk.faq.writing.rules import State
from helpdesk.outbox.models import OutgoingMail
from tests.faq.writing.conftest import Open, Room, fields, step
from tests.people import Cast

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def test_only_those_who_write_come_in(client: FlaskClient, at_desk: Open, people: Cast, room: Room):
    assert client.get("/bureau/fiches/").status_code == 302
    for viewer in (people.agent, people.supervisor, people.treasurer, people.stranger, people.sysadmin):
        assert at_desk(viewer).get("/bureau/fiches/").status_code == 404
    for viewer in (people.editor, people.publisher):
        assert at_desk(viewer).get("/bureau/fiches/").status_code == 200


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"J’ai été prélevé deux fois", "Une autre fiche"}),
        ("?q=autre", {"Une autre fiche"}),
        ("?etat=draft", set()),
        ("?etat=published", {"J’ai été prélevé deux fois", "Une autre fiche"}),
        ("?genre=block", set()),
        ("?responsable=Pôle", {"J’ai été prélevé deux fois", "Une autre fiche"}),
        ("?collection=absente", set()),
        ("?a-revoir=1", set()),
        ("?conflits=1", set()),
        ("?langue=en", set()),
        ("?apres=99-0-1", set()),
        ("?apres=x&etat=%27&genre=order&q=%25", set()),
    ],
)
def test_the_list_is_filtered_by_its_address(editor: FlaskClient, room: Room, query: str, shown: set[str]):
    page = editor.get(f"/bureau/fiches/{query}")

    assert page.status_code == 200
    titles = {
        title for title in ("J’ai été prélevé deux fois", "Une autre fiche") if f">{title}<" in page.text
    }
    assert titles == shown


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


def test_images_are_checked_named_and_served_safely(
    editor: FlaskClient, publisher: FlaskClient, client: FlaskClient, room: Room
):
    row = room.text()
    sent = {"back": str(row.id), "alt": "Le bouton Valider"}
    editor.post("/bureau/fiches/fichiers", data=sent | {"file": (BytesIO(PNG), "Écran n°1.PNG")})

    kept = db.session.scalars(select(ArticleFile)).one()
    assert kept.name.startswith("ecran-n-1-")
    shows = {"body": f"![Le bouton](/fichiers/{kept.name})"}
    editor.post(f"/bureau/fiches/{row.id}", data=fields(row, **shows))
    assert client.get(f"/fichiers/{kept.name}").status_code == 404
    step(publisher, room.text(), "publish")
    row = room.text()
    served = client.get(f"/fichiers/{kept.name}")
    assert (served.data, served.mimetype) == (PNG, "image/png")
    assert served.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in served.headers["Cache-Control"]
    assert "Set-Cookie" not in served.headers

    for name, data in (
        ("x.svg", b"<svg/>"),
        ("x.png", b"<html>"),
        ("x.html", b"x"),
    ):
        editor.post("/bureau/fiches/fichiers", data=sent | {"file": (BytesIO(data), name)})
    editor.post("/bureau/fiches/fichiers", data={"back": "", "file": (BytesIO(PNG), "y.png")})
    assert len(db.session.scalars(select(ArticleFile)).all()) == 1

    shown = editor.post(
        "/bureau/fiches/apercu",
        data=fields(
            row, id=row.id, body=f"![Le bouton](/fichiers/{kept.name}) ![x](https://example.org/x.png)"
        ),
    ).text
    assert f'<img src="/fichiers/{kept.name}" alt="Le bouton"' in shown
    assert "https://example.org/x.png" not in shown.split('id="apercu"')[1].split("</section>")[0]


def test_what_another_page_hands_over_begins_an_article(editor: FlaskClient, room: Room):
    page = editor.post(
        "/bureau/fiches/nouvelle", data={"prefill": "1", "title": "Depuis un dossier", "body": "La réponse."}
    )

    assert page.status_code == 200
    assert 'value="Depuis un dossier"' in page.text
    assert len(db.session.scalars(select(Manuscript)).all()) == 3


def test_an_image_that_is_too_large_is_refused(app: Flask, now: datetime):
    with pytest.raises(Refused, match="dépasse 1024"):
        keep(FileStorage(BytesIO(PNG + b"0" * LARGEST_IMAGE), "x.png"), alt="x", now=now)


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


def test_a_long_list_goes_on_from_its_last_row_whatever_came_meanwhile(editor: FlaskClient, room: Room):
    for number in range(70):
        room.folder.article(slug=f"fiche-{number}", title=f"Fiche {number}")
    room.load()
    first = editor.get("/bureau/fiches/?langue=fr").text
    room.folder.article(slug="toute-neuve", title="Toute neuve")
    room.load()

    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = editor.get(html.unescape(following)).text

    shown = [re.findall(r'href="/bureau/fiches/(\d+)"', page) for page in (first, second)]
    assert (len(shown[0]), len(shown[1])) == (60, 12)
    assert not set(shown[0]) & set(shown[1])
    assert "langue=fr" in following
    assert "Début de la liste" in second
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    "text", ["", "1", "1-2", "a-b-c", "1-99999999999999999-1", "1-9999999999999999-1", "-1-2-3"]
)
def test_a_place_that_nobody_wrote_is_the_beginning_or_harmless(editor: FlaskClient, room: Room, text: str):
    assert editor.get("/bureau/fiches/", query_string={"apres": text}).status_code == 200
