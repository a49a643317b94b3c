"""A form without its token is shown again with its text, and nothing is done; signed-link pages too."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.core.clock import now as clock_now
from helpdesk.core.errors import Refused
from helpdesk.db import db, nothing_written, transactional
from tests.builders import a_desk, a_rule, a_ticket, outgoing
from tests.escalation.cases import a_sent_escalation, mails, signed_link_in
from tests.people import Cast, signed_in

COMPLAINT = {
    "category": "autre",
    "subject": "Prélevé deux fois",
    "body": "En mars & avril.",
    "email": "a@example.org",
}


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A browser whose forms need tokens."""
    a_rule(a_desk("accueil"), position=1)
    return app.test_client()


def test_a_complaint_without_its_token_comes_back_whole_and_names_cookies(browser: FlaskClient):
    answer = browser.post("/dossiers/nouveau", data=COMPLAINT)

    assert answer.status_code == 400
    assert "autorisez les cookies" in answer.text
    assert "Prélevé deux fois" in answer.text
    assert "En mars &amp; avril.</textarea>" in answer.text
    assert outgoing() == []


def test_the_form_shown_again_may_be_sent(browser: FlaskClient):
    shown = browser.post("/dossiers/nouveau", data=COMPLAINT).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)[1]

    assert (
        browser.post("/dossiers/nouveau", data={**COMPLAINT, "csrf_token": token}).location
        == "/dossiers/recu"
    )


def test_an_answer_from_a_signed_link_page_whose_cookie_is_gone_is_kept(browser: FlaskClient, people: Cast):
    a_sent_escalation(clock_now(), people.agent)
    page = browser.get(signed_link_in(mails("sent")[0].text)).location
    stranger = browser.application.test_client()

    text = "La banque rappelle demain,\nà dix heures."
    shown = stranger.post(f"{page}/repondre", data={"answer-text": text, "answer-version": "1"})
    assert shown.status_code == 400
    assert f"{text}</textarea>" in shown.text
    assert "rouvrez-le" in shown.text

    assert f'action="{page}/repondre"' in shown.text


def test_an_answer_from_a_signed_link_page_without_token_comes_back(browser: FlaskClient, people: Cast):
    a_sent_escalation(clock_now(), people.agent)
    page = browser.get(signed_link_in(mails("sent")[0].text)).location

    shown = browser.post(
        f"{page}/repondre", data={"answer-text": "La banque rappelle.", "answer-version": "1"}
    )

    assert shown.status_code == 400
    assert "autorisez les cookies" in html.unescape(shown.text)
    assert "La banque rappelle.</textarea>" in shown.text


def test_a_form_from_another_site_is_refused_and_not_shown(browser: FlaskClient):
    answer = browser.post("/dossiers/nouveau", data=COMPLAINT, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 400
    assert "Prélevé" not in answer.text


def test_a_form_with_neither_token_nor_version_is_malformed_and_no_fault(app: Flask, people: Cast):
    # As in production: the test client would let a fault through.
    app.testing = app.config["PROPAGATE_EXCEPTIONS"] = False
    a_rule(a_desk("accueil", people.agent), position=1)
    ticket = a_ticket(clock_now())
    browser = signed_in(app.test_client(), people.agent)

    answer = browser.post(f"/bureau/dossiers/{ticket.reference}/etat/take")

    assert answer.status_code == 400
    assert "rechargez la page" in answer.text


def test_no_use_case_begins_while_nothing_is_to_be_written(app: Flask):
    @transactional
    def use_case() -> None:
        db.session.connection()

    with nothing_written("Pas maintenant."), pytest.raises(Refused, match="Pas maintenant"):
        use_case()

    use_case()
