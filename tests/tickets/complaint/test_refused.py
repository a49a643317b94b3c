"""A complaint that cannot be taken: robots, limits, a full disk; the form comes back."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from helpdesk.db import db
from helpdesk.engines.store import StoreFull
from helpdesk.engines.store.local import LocalStore
from helpdesk.tickets.files.service import file_store
from tests.builders import a_desk, a_rule, outgoing
from tests.faq.conftest import Shelf
from tests.people import Cast
from tests.statements import counted_statements
from tests.tickets.complaint.received import how_many, the_ticket
from tests.tickets.forms import a_file, send


def test_robots_are_stopped_and_people_told_how_to_go_on(client: FlaskClient):
    response = send(client, website="https://spam.example")

    assert response.status_code == 422
    assert "Laissez vide le champ" in response.text
    assert how_many() == 0


def test_one_mailbox_may_not_open_dossiers_without_end(
    client: FlaskClient, now, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("helpdesk.tickets.complaint.views.now", lambda: now)
    for number in range(30):
        assert send(client, subject=f"Numéro {number}").status_code == 302

    response = send(client, body="À garder", files=[a_file()])

    assert response.status_code == 429
    assert "Retry-After" in response.headers
    assert "À garder" in response.text
    assert list(file_store().keys()) == []


def test_a_form_in_english_opens_a_dossier_in_english(client: FlaskClient):
    response = client.post(
        "/en/dossiers/nouveau",
        data={"category": "autre", "subject": "Hello", "body": "Text", "email": "a@example.org"},
    )

    assert response.location == "/en/dossiers/recu"
    assert the_ticket().lang == "en"
    assert "http://localhost/en/suivi/" in outgoing()[0].text


def test_the_page_of_nothing_received_leads_to_ones_dossiers(client: FlaskClient):
    assert client.get("/dossiers/recu").location == "/suivi"


def test_the_form_needs_its_token(app: Flask):
    app.config["WTF_CSRF_ENABLED"] = True

    assert app.test_client().post("/dossiers/nouveau", data={"subject": "x"}).status_code == 400


@pytest.mark.parametrize("statement_that_fails", ["INSERT INTO attempts", "INSERT INTO ticket"])
@pytest.mark.parametrize(("said", "status"), [("database or disk is full", 507), ("server closed", 503)])
def test_a_database_that_cannot_write_gives_the_form_back_and_keeps_no_file(
    client: FlaskClient, said: str, status: int, statement_that_fails: str
):
    def fail(connection, cursor, statement, parameters, context, executemany) -> None:
        if statement.startswith(statement_that_fails):
            raise OperationalError(statement, parameters, Exception(said))

    event.listen(db.engine, "before_cursor_execute", fail)
    response = send(client, body="À garder", files=[a_file()])
    event.remove(db.engine, "before_cursor_execute", fail)

    assert response.status_code == status
    assert "À garder" in response.text
    assert list(file_store().keys()) == []


def test_a_full_store_gives_the_form_back(client: FlaskClient, app: Flask):
    class FullStore(LocalStore):
        def put(self, content, *, key=None):
            raise StoreFull("no room")

    app.extensions["store"] = FullStore(Path("/nowhere"))

    response = send(client, body="À garder", files=[a_file()])

    assert response.status_code == 507
    assert "À garder" in response.text
    assert "L’espace de stockage est plein" in response.text
    assert how_many() == 0


def test_without_scripts_near_articles_are_offered_on_demand(client: FlaskClient, now):
    Shelf(now).put()

    page = send(client, suggest="1", subject="double débit", body="À garder").text

    assert "J’ai été prélevé deux fois" in page
    assert "Signalez-le avec les dates." in page
    assert "À garder" in page
    assert 'action="/reponse-trouvee"' in page
    assert how_many() == 0


def test_no_near_article_is_said(client: FlaskClient):
    assert "Aucun article proche" in send(client, suggest="1").text


def test_sending_a_complaint_costs_eight_statements_at_most(client: FlaskClient, people: Cast):
    a_rule(a_desk("accueil", people.agent, people.colleague))
    send(client)

    with counted_statements() as seen:
        send(client, subject="Un autre")

    assert len(seen) <= 8, seen
