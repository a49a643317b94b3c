"""The dossiers of this browser and of a treasurer."""

from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import select

from helpdesk.core.clock import now as clock_now
from helpdesk.db import db
from helpdesk.tickets.models import Attachment
from helpdesk.tickets.opening import Opened, open_ticket
from helpdesk.tickets.rules import EntryKind
from tests.builders import a_complaint, a_desk
from tests.people import Cast, signed_in
from tests.statements import counted_statements
from tests.tickets.follow.ones_own import the_ticket, write
from tests.tickets.forms import PDF, a_file


def test_this_browsers_dossiers_are_listed(client: FlaskClient, mine: str):
    assert "Deux prélèvements en novembre" in client.get("/suivi").text


def test_a_browser_holds_eight_dossiers_at_most(client: FlaskClient, app: Flask):
    a_desk()
    for number in range(10):
        opened = open_ticket(a_complaint(subject=f"Sujet numéro {number}"), now=clock_now())
        client.get(f"/suivi/{opened.token}")

    page = client.get("/suivi").text

    assert "Sujet numéro 9" in page
    assert "Sujet numéro 1" not in page


def test_a_treasurer_finds_the_dossiers_opened_with_their_address(
    client: FlaskClient, opened: Opened, people: Cast
):
    own = open_ticket(a_complaint(email=people.treasurer.email, subject="Le mien"), now=clock_now())
    signed_in(client, people.treasurer)

    page = client.get("/mes-dossiers").text

    assert "Le mien" in page
    assert "Deux prélèvements" not in page
    assert client.get(f"/suivi/dossier/{own.ticket.reference}").status_code == 200
    assert client.get(f"/suivi/dossier/{opened.ticket.reference}").status_code == 404


def test_the_list_goes_on_page_by_page(client: FlaskClient, people: Cast, app: Flask):
    a_desk()
    for number in range(27):
        open_ticket(a_complaint(email=people.treasurer.email, subject=f"Sujet {number:02}"), now=clock_now())
    signed_in(client, people.treasurer)

    first = client.get("/mes-dossiers").text
    older = client.get(first.split('rel="next" href="')[1].split('"')[0]).text

    assert ("Sujet 26" in first, "Sujet 02" in first, "Sujet 01" in first) == (True, True, False)
    assert ("Sujet 01" in older, "Sujet 02" in older) == (True, False)
    assert client.get("/mes-dossiers?avant=999999999999999999999").status_code == 200
    assert client.get("/mes-dossiers?avant=x").status_code == 200


def test_who_is_not_signed_in_is_led_to_sign_in(client: FlaskClient):
    assert client.get("/mes-dossiers").status_code == 302


def test_files_are_there(client: FlaskClient, mine: str):
    client.post(
        f"{mine}/message", data={"body": "x", "files": [a_file()]}, content_type="multipart/form-data"
    )
    attachment = db.session.scalars(select(Attachment)).one()

    assert client.get(f"/dossiers/fichiers/{attachment.id}", buffered=True).data == PDF


def test_a_long_dossier_costs_no_more_statements(
    client: FlaskClient, mine: str, opened: Opened, people: Cast
):
    client.get(mine)
    with counted_statements() as short:
        client.get(mine)
    for number in range(20):
        write(opened.ticket, EntryKind.REPLY, f"Réponse {number}", public=True, by=people.agent)
    with counted_statements() as long:
        client.get(mine)

    assert len(long) == len(short) <= 5, long


def test_higher_features_show_their_panels(client: FlaskClient, mine: str, app: Flask):
    panels = {
        "tickets.mine": (lambda ticket: Markup("<p>{}</p>").format(ticket.reference * 2), lambda _: Markup())
    }
    app.extensions["panels"] = panels

    reference = the_ticket().reference

    assert f"<p>{reference}{reference}</p>" in client.get(mine).text
