"""A new private link goes to the owner’s mailbox only."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.tickets.opening import Opened
from tests.builders import last_mail, outgoing
from tests.tickets.forms import link_in


def test_a_new_link_goes_to_the_owner_only(client: FlaskClient, opened: Opened):
    response = client.post(
        "/suivi", data={"reference": opened.ticket.reference.lower(), "email": "Melanie.Membre@example.org"}
    )

    mail = last_mail("tickets/link")
    assert mail.to_address == "melanie.membre@example.org"
    assert client.get(link_in(mail.text)).status_code == 302
    assert response.status_code == 302


def test_the_answer_is_the_same_whether_the_address_fits_or_not(app: Flask, opened: Opened):
    app.config["WTF_CSRF_ENABLED"] = False
    before = len(outgoing())
    answers = []
    for email in ("melanie.membre@example.org", "autre@example.org"):
        browser = app.test_client()
        response = browser.post("/suivi", data={"reference": opened.ticket.reference, "email": email})
        answers.append((response.status_code, browser.get("/suivi").text))

    assert answers[0] == answers[1]
    assert len(outgoing()) == before + 1


def test_a_reference_that_is_none_is_refused_with_a_sentence(client: FlaskClient):
    response = client.post("/suivi", data={"reference": "K0Q-48", "email": "a@example.org"})

    assert response.status_code == 422
    assert "six lettres et chiffres" in response.text


def test_links_are_not_sent_without_end(
    client: FlaskClient, opened: Opened, now, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("helpdesk.tickets.follow.views.now", lambda: now)
    form = {"reference": opened.ticket.reference, "email": "melanie.membre@example.org"}
    for _ in range(10):
        assert client.post("/suivi", data=form).status_code == 302

    assert client.post("/suivi", data=form).status_code == 429
