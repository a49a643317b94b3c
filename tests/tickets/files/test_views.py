"""Fetching files: who may, and how they are sent."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.core.clock import now as clock_now
from helpdesk.db import db
from helpdesk.tickets.files.rules import KeptFile
from helpdesk.tickets.files.service import file_store
from helpdesk.tickets.models import Attachment, Entry
from helpdesk.tickets.opening import Opened, open_ticket
from tests.builders import a_complaint, a_desk
from tests.people import Cast, signed_in
from tests.tickets.forms import PDF


@pytest.fixture
def opened(app: Flask) -> Opened:
    a_desk()
    stored = file_store().put(PDF)
    kept = KeptFile(stored.key, 'relevé "de" l’été.pdf', "application/pdf", stored.size, stored.sha256)
    return open_ticket(a_complaint(files=(kept,)), now=clock_now())


def the_file() -> Attachment:
    return db.session.scalars(select(Attachment)).one()


def address() -> str:
    return f"/dossiers/fichiers/{the_file().id}"


def test_a_file_is_sent_as_an_attachment_in_a_sandbox(client: FlaskClient, opened: Opened):
    client.get(f"/suivi/{opened.token}")

    response = client.get(address(), buffered=True)

    assert response.data == PDF
    assert response.content_length == len(PDF)
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert (
        "filename*=UTF-8''relev%C3%A9%20%22de%22%20l%E2%80%99%C3%A9t%C3%A9.pdf"
        in response.headers["Content-Disposition"]
    )
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.mimetype == "application/pdf"


@pytest.mark.parametrize(
    "name", ["agent", "supervisor", "treasurer", "editor", "administrator", "sysadmin", "stranger"]
)
def test_who_does_not_follow_the_dossier_is_not_sent_its_file(
    client: FlaskClient, opened: Opened, people: Cast, name: str
):
    signed_in(client, getattr(people, name))

    assert client.get(address(), buffered=True).status_code == 404


def test_a_visitor_without_link_is_not_sent_a_file(client: FlaskClient, opened: Opened):
    assert client.get(address(), buffered=True).status_code == 404


def test_the_owner_who_is_signed_in_may_have_it(app: Flask, people: Cast):
    a_desk()
    stored = file_store().put(PDF)
    kept = KeptFile(stored.key, "a.pdf", "application/pdf", stored.size, stored.sha256)
    open_ticket(a_complaint(files=(kept,), email=people.treasurer.email), now=clock_now())

    assert signed_in(app.test_client(), people.treasurer).get(address(), buffered=True).status_code == 200


def test_a_file_of_an_internal_line_stays_inside(client: FlaskClient, opened: Opened):
    db.session.get_one(Entry, the_file().entry_id).is_public = False
    db.session.commit()
    client.get(f"/suivi/{opened.token}")

    assert client.get(address(), buffered=True).status_code == 404


def test_a_revoked_link_fetches_nothing(client: FlaskClient, opened: Opened):
    client.get(f"/suivi/{opened.token}")
    db.session.execute(db.text("UPDATE follow_link SET revoked_at = created_at"))
    db.session.commit()

    assert client.get(address(), buffered=True).status_code == 404


def test_a_file_that_the_store_lost_is_not_found(client: FlaskClient, opened: Opened):
    client.get(f"/suivi/{opened.token}")
    file_store().delete(the_file().store_key)

    assert client.get(address(), buffered=True).status_code == 404


@pytest.mark.parametrize("number", ["0", "999", "2147483648", "9" * 40, "-1", "1.0", "a", "%00"])
def test_absurd_numbers_are_not_found(client: FlaskClient, number: str):
    assert client.get(f"/dossiers/fichiers/{number}").status_code in {400, 404}
