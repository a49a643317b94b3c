"""What the private link opens, and what it does not."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.core.clock import now as clock_now
from helpdesk.db import db
from helpdesk.tickets.models import FollowLink, Ticket
from helpdesk.tickets.opening import Opened, open_ticket
from helpdesk.tickets.rules import Action, EntryKind
from tests.builders import a_complaint
from tests.people import Cast, signed_in
from tests.tickets.follow.ones_own import move, write


def the_ticket_of(opened: Opened) -> Ticket:
    return db.session.get_one(Ticket, opened.ticket.id, populate_existing=True)


def test_the_secret_leaves_the_address_at_once(client: FlaskClient, opened: Opened):
    response = client.get(f"/suivi/{opened.token}")

    assert response.status_code == 302
    assert response.location == f"/suivi/dossier/{opened.ticket.reference}"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"
    assert opened.token not in "".join(response.headers.getlist("Set-Cookie"))


def test_the_page_says_where_the_dossier_stands(client: FlaskClient, mine: str):
    page = client.get(mine).text

    assert "Deux prélèvements en novembre" in page
    assert "J’ai été prélevée deux fois" in page
    assert "Reçu, en attente d’un conseiller" in page
    assert "Un conseiller vous répond au plus tard le" in page


def test_no_internal_line_is_shown(client: FlaskClient, mine: str, opened: Opened, people: Cast):
    write(opened.ticket, EntryKind.NOTE, "NOTE INTERNE", public=False, by=people.agent)
    write(opened.ticket, EntryKind.CALL, "APPEL INTERNE", public=False, by=people.agent)
    write(opened.ticket, EntryKind.REPLY, "Bonjour, nous cherchons.", public=True, by=people.agent)
    move(opened.ticket, Action.ASSIGN, assignee_id=people.agent.id, name="Agathe Aide")

    page = client.get(mine).text

    assert "Bonjour, nous cherchons." in page
    for word in ("NOTE INTERNE", "APPEL INTERNE", "Gravité", "Orienté", "confié"):
        assert word not in page


def test_somebody_elses_dossier_is_not_found(app: Flask, opened: Opened, people: Cast):
    address = f"/suivi/dossier/{opened.ticket.reference}"
    other = open_ticket(a_complaint(email="autre@example.org", subject="Autre"), now=clock_now())
    stranger, neighbour = app.test_client(), app.test_client()
    neighbour.get(f"/suivi/{other.token}")

    for browser in (stranger, neighbour, signed_in(app.test_client(), people.treasurer)):
        app.config["WTF_CSRF_ENABLED"] = False
        assert browser.get(address).status_code == 404
        for act in ("message", "resolu", "rouvrir"):
            assert browser.post(f"{address}/{act}", data={"body": "x"}).status_code == 404
    assert the_ticket_of(opened).version == 1


@pytest.mark.parametrize(
    "token", ["x", "x" * 43, "../..", "é" * 40, "%00", "a" * 5000, "' OR 1=1 --", "{{7*7}}"]
)
def test_a_wrong_secret_gets_a_polite_page(client: FlaskClient, opened: Opened, token: str):
    response = client.get(f"/suivi/{token}")

    assert response.status_code in {400, 404, 410}
    assert "Traceback" not in response.text


def test_a_link_that_ended_says_so_and_offers_another(client: FlaskClient, mine: str, opened: Opened):
    link = db.session.get_one(FollowLink, opened.link_id)
    link.revoked_at = clock_now()
    db.session.commit()

    for address in (mine, f"/suivi/{opened.token}"):
        response = client.get(address)
        assert response.status_code == 410
        assert "Renvoyer mon lien" in response.text


def test_an_expired_link_opens_nothing(client: FlaskClient, mine: str, opened: Opened):
    link = db.session.get_one(FollowLink, opened.link_id)
    link.expires_at = clock_now() - timedelta(seconds=1)
    db.session.commit()

    assert client.get(mine).status_code == 410
    assert client.post(f"{mine}/message", data={"body": "x"}).status_code == 410
