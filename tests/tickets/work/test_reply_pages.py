"""Replies over HTTP: sent once, stale ones shown with what arrived, drafts never lost."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.tickets.models import Attachment, Entry
from helpdesk.tickets.rules import EntryKind, Status
from helpdesk.tickets.work.replies import Draft, send
from tests.builders import as_seen, lines_of, outgoing
from tests.tickets.work.desk_pages import fields_of, opened, refreshed


def test_a_reply_is_sent_and_the_draft_forgotten(at_work):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    seen = fields_of(at_work.get(url).text)

    answer = at_work.post(
        f"{url}/reponses",
        data={**seen, "kind": "reply", "then": "wait", "body": "Quelle date ?"},
        follow_redirects=True,
    )

    assert "Réponse envoyée" in answer.text
    assert f'data-draft-clear="dossier-{ticket.reference}"' in answer.text
    assert refreshed(ticket).status is Status.WAITING


def test_a_file_is_sent_along_and_fetched_again(at_work, people):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    seen = fields_of(at_work.get(url).text)

    at_work.post(
        f"{url}/reponses",
        data={
            **seen,
            "kind": "reply",
            "then": "go_on",
            "body": "Voici.",
            "files": (BytesIO(b"date;somme\n"), "liste.csv"),
        },
    )

    attachment = db.session.scalars(select(Attachment)).one()
    with at_work.get(f"{url}/fichiers/{attachment.id}") as fetched:
        assert fetched.data == b"date;somme\n"
        assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert at_work.get(f"{url}/fichiers/{attachment.id + 1}").status_code == 404


@pytest.mark.parametrize(
    ("body", "kind"),
    [("", "reply"), ("   ", "reply"), ("x" * 20_001, "reply"), ("Bonjour", "shout"), ("Bonjour", "")],
)
def test_a_reply_that_cannot_be_sent_comes_back_as_typed(at_work, body, kind):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    seen = fields_of(at_work.get(url).text)

    answer = at_work.post(f"{url}/reponses", data={**seen, "kind": kind, "body": body, "then": "go_on"})

    assert answer.status_code == 422
    assert body.strip() in answer.text
    assert EntryKind.REPLY not in {line.kind for line in lines_of(ticket)}


def test_a_reply_to_a_closed_dossier_comes_back_as_typed(at_work):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    seen = fields_of(at_work.get(url).text)
    refreshed(ticket).status = Status.CLOSED
    db.session.commit()

    answer = at_work.post(
        f"{url}/reponses", data={**seen, "kind": "reply", "body": "Trop tard ?", "then": "go_on"}
    )

    assert answer.status_code == 422
    assert "Trop tard ?" in answer.text
    assert "rouvrez-le" in answer.text


@pytest.mark.parametrize(
    ("kind", "then", "said"),
    [
        ("reply", "go_on", ["Votre réponse à l’adhérent", "partira à l’adhérent."]),
        ("reply", "resolve", ["et le dossier sera résolu", "Envoyer quand même et résoudre"]),
        ("note", "go_on", ["Votre note interne", "l’adhérent ne la lira pas"]),
        ("note", "wait", ["le dossier sera mis en attente", "Envoyer quand même et mettre en attente"]),
    ],
)
def test_a_stale_text_says_who_will_read_it_and_what_sending_does(at_work, people, kind, then, said):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    seen = fields_of(at_work.get(url).text)
    send(as_seen(ticket, people.colleague), Draft("Je m’en occupe déjà."), now=clock.now())

    stale = at_work.post(f"{url}/reponses", data={**seen, "kind": kind, "then": then, "body": "Mon texte."})

    assert stale.status_code == 409
    assert [words for words in said if words not in stale.text] == []


def test_a_stale_reply_shows_what_arrived_above_the_draft_and_can_be_sent_again(at_work, people):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    seen = fields_of(at_work.get(url).text)
    send(as_seen(ticket, people.colleague), Draft("Je m’en occupe déjà."), now=clock.now())
    mine = {"kind": "reply", "then": "resolve", "body": "Ma longue réponse."}

    stale = at_work.post(f"{url}/reponses", data={**seen, **mine})

    assert stale.status_code == 409
    assert stale.text.index("Je m’en occupe déjà.") < stale.text.index("Ma longue réponse.")
    assert EntryKind.REPLY in {line.kind for line in lines_of(ticket)}
    again = at_work.post(f"{url}/reponses", data={**fields_of(stale.text), **mine})
    assert again.status_code == 302
    assert refreshed(ticket).status is Status.RESOLVED


def test_two_clicks_send_one_reply(at_work):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    data = {**fields_of(at_work.get(url).text), "kind": "reply", "body": "Bonjour.", "then": "go_on"}

    first, second = at_work.post(f"{url}/reponses", data=data), at_work.post(f"{url}/reponses", data=data)

    assert (first.status_code, second.status_code) == (302, 302)
    replies = select(func.count(Entry.id)).where(Entry.kind == EntryKind.REPLY)
    assert db.session.scalar(replies) == 1
    assert [mail.event for mail in outgoing()].count("tickets/answered") == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "1e3", str(2**31), "9" * 40])
def test_a_form_without_a_state_is_a_bad_request(at_work, version):
    ticket = opened()

    answer = at_work.post(
        f"/bureau/dossiers/{ticket.reference}/etat/take", data={"version": version, "seen": "0"}
    )

    assert answer.status_code == 400
