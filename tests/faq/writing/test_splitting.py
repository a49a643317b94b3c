"""A long text pasted by an editor becomes drafts."""

from flask.testing import FlaskClient

from helpdesk.faq.content.splitting import MOST_PIECES
from helpdesk.faq.writing.rules import State
from tests.faq.test_splitting import LETTER
from tests.faq.writing.conftest import Room, fields, step

PLACE = "/bureau/fiches/decouper"
SENT = {"document": LETTER, "collection": "collecte-en-ligne", "lang": "fr"}


def test_the_articles_are_shown_before_anything_is_kept(room: Room, editor: FlaskClient):
    page = editor.post(PLACE, data={**SENT, "preview": "1"}).text

    assert "3 fiches trouvées" in page
    assert 'value="solde-sera-t-reverse-nouveau-compte"' in page or "reverse" in page
    assert "Dans un deuxième temps." in page


def test_what_is_ticked_becomes_drafts(room: Room, editor: FlaskClient):
    page = editor.post(
        PLACE,
        data={**SENT, "create": "1", "slug": ["coop-veut-ajouter-deuxieme-mandataire"]},
        follow_redirects=True,
    ).text

    assert "1 brouillon créé." in page
    draft = room.text("coop-veut-ajouter-deuxieme-mandataire")
    assert draft.state == "draft"
    assert "Dans un deuxième temps." in draft.text
    assert room.public("coop-veut-ajouter-deuxieme-mandataire") is None
    assert editor.get(f"/bureau/fiches/{draft.id}").status_code == 200


def test_a_draft_waits_for_somebody_to_write_how_people_ask(
    room: Room, editor: FlaskClient, publisher: FlaskClient
):
    slug = "coop-veut-ajouter-deuxieme-mandataire"
    editor.post(PLACE, data={**SENT, "create": "1", "slug": [slug]})
    assert "aliases" not in room.text(slug).text
    step(publisher, room.text(slug), "publish")
    assert room.public(slug) is None
    row = room.text(slug)
    page = editor.get(f"/bureau/fiches/{row.id}").text
    assert "trois formulations" in page.partition('id="faults-aliases"')[2].partition("</div>")[0]
    sent = fields(row, aliases="second mandataire\nun autre signataire\nsignature à deux", related="")

    editor.post(f"/bureau/fiches/{row.id}", data=sent)
    step(publisher, room.text(slug), "publish")

    assert room.public(slug) is not None


def test_a_draft_in_a_file_waits_for_it_too(room: Room, publisher: FlaskClient):
    room.folder.article(slug="brouillon", status="draft", aliases=["une seule"])
    room.load()
    row = room.text("brouillon")

    page = publisher.get(f"/bureau/fiches/{row.id}").text
    step(publisher, row, "publish")

    assert "Il faut au moins trois formulations" in page
    assert room.text("brouillon").state is State.DRAFT


def test_nothing_ticked_nothing_found_and_nothing_written_are_said(room: Room, editor: FlaskClient):
    assert "Cochez au moins une fiche." in editor.post(PLACE, data={**SENT, "create": "1"}).text
    assert "Aucune question trouvée" in editor.post(PLACE, data={**SENT, "document": "Rien."}).text
    assert editor.post(PLACE, data={**SENT, "document": ""}).status_code == 422
    assert editor.get("/en" + PLACE).status_code == 200


def test_a_text_with_more_questions_than_are_taken_apart_is_refused_in_the_form(
    room: Room, editor: FlaskClient
):
    many = "".join(f"**Question {number} ?**\n" for number in range(MOST_PIECES + 1))

    answer = editor.post(PLACE, data=SENT | {"document": many})

    assert answer.status_code == 422
    assert "plus de 200 questions" in answer.text
