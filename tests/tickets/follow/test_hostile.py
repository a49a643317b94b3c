"""Hostile and absurd values on the pages of a dossier."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.core.clock import now as clock_now
from helpdesk.db import db
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.opening import Opened, open_ticket
from tests.builders import a_complaint, a_desk
from tests.tickets.complaint.test_hostile import VALUES


@pytest.fixture
def opened(app: Flask) -> Opened:
    a_desk()
    return open_ticket(a_complaint(), now=clock_now())


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_message_makes_a_fault(client: FlaskClient, opened: Opened, value: str):
    mine = client.get(f"/suivi/{opened.token}").location

    response = client.post(f"{mine}/message", data={"body": f"Texte {value}", "files": value})

    assert response.status_code in {302, 413, 422}
    page = client.get(mine)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    for body in db.session.scalars(select(Entry.body)):
        assert not any(sign in body for sign in "\x00\x1b\x7f\r\u202e\u2066")


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_search_for_a_link_makes_a_fault(client: FlaskClient, opened: Opened, value: str):
    for form in ({"reference": value, "email": "a@example.org"}, {"reference": "K7Q-482", "email": value}):
        response = client.post("/suivi", data=form)
        assert response.status_code in {302, 413, 422, 429}
        assert "<script>alert" not in response.text
    assert client.get("/suivi", query_string={"reference": value[:2000]}).status_code in {200, 400}


@pytest.mark.parametrize("value", [value for value in VALUES.values() if "/" not in value], ids=lambda _: "")
def test_no_reference_makes_a_fault(client: FlaskClient, opened: Opened, value: str):
    client.get(f"/suivi/{opened.token}")

    assert client.get(f"/suivi/dossier/{value[:300]}").status_code in {308, 400, 404}
    assert client.post(f"/suivi/dossier/{value[:300]}/resolu").status_code in {308, 400, 404}
    assert db.session.get_one(Ticket, opened.ticket.id, populate_existing=True).version == 1


def test_a_reference_is_known_however_it_is_typed(client: FlaskClient, opened: Opened):
    client.get(f"/suivi/{opened.token}")
    reference = opened.ticket.reference

    for typed in (reference.lower(), reference.replace("-", ""), reference.replace("-", " ")):
        assert client.get(f"/suivi/dossier/{typed}").status_code == 200


@pytest.mark.parametrize("kept", ['["x"]', "[true, -1, 0]", "{}", "null", "[99999999999999999999]"])
def test_a_cookie_of_another_shape_opens_nothing(client: FlaskClient, opened: Opened, kept: str):
    with client.session_transaction() as session:
        session["follow"] = json.loads(kept)

    assert client.get(f"/suivi/dossier/{opened.ticket.reference}").status_code == 404
    assert client.get("/suivi").status_code == 200
