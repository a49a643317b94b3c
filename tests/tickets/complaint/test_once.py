"""One dossier for two clicks, one form for every address, numbers masked, files and organisation kept."""

from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.tickets.models import Attachment, Entry
from tests.builders import an_organisation
from tests.people import Cast, signed_in
from tests.tickets.complaint.received import how_many, the_body, the_ticket
from tests.tickets.forms import a_file, key_on, link_in, send


def test_an_address_is_kept_in_one_form(client: FlaskClient):
    send(client, email="  Melanie.MEMBRE@Example.org ")

    assert the_ticket().requester_email == "melanie.membre@example.org"


def test_two_clicks_open_one_dossier_and_both_lead_to_it(client: FlaskClient):
    key = key_on(client.get("/dossiers/nouveau").text)

    send(client, submission_key=key, email="", phone="0199001234")
    send(client, submission_key=key, email="", phone="0199001234")

    assert how_many() == 1
    assert client.get(link_in(client.get("/dossiers/recu").text)).status_code == 302


def test_a_refused_form_keeps_its_key(client: FlaskClient):
    key = key_on(client.get("/dossiers/nouveau").text)

    assert key_on(send(client, submission_key=key, subject="").text) == key


def test_numbers_of_accounts_are_masked_with_a_sentence_saying_so(client: FlaskClient):
    send(client, body="Mon compte : FR76 3000 6000 0112 3456 7890 189, voilà.")

    assert "FR76 •••• 0189, voilà." in the_body()
    assert "il a été masqué avant l’enregistrement" in client.get("/dossiers/recu").text


def test_files_are_kept_with_the_complaint(client: FlaskClient):
    send(client, files=[a_file("relevé.pdf"), a_file("RIB FR7630006000011234567890189.pdf")])

    first, second = db.session.scalars(select(Attachment).order_by(Attachment.id)).all()
    assert (first.name, first.media_type, first.size) == ("relevé.pdf", "application/pdf", 17)
    assert second.name == "RIB FR76 •••• 0189.pdf"
    assert first.entry_id == db.session.scalar(select(Entry.id).order_by(Entry.id).limit(1))


def test_an_organisation_chosen_from_the_list_is_linked(client: FlaskClient, now):
    organisation = an_organisation(now, "Syndicat du Livre", town="Lyon", role_mailbox="secret@example.org")
    (found,) = client.get("/dossiers/organisations.json?q=livre").json["results"]

    send(client, organisation_text=found["name"], organisation_id=str(found["id"]))

    assert found == {"id": organisation.id, "name": "Syndicat du Livre", "detail": "Lyon"}
    assert the_ticket().organisation_id == organisation.id


def test_suggestions_need_words_and_are_eight_at_most(client: FlaskClient, now):
    for number in range(12):
        an_organisation(now, f"Syndicat {number}")

    assert client.get("/dossiers/organisations.json").json == {"results": []}
    assert client.get("/dossiers/organisations.json?q=%25").json == {"results": []}
    assert len(client.get("/dossiers/organisations.json?q=syndicat").json["results"]) == 8


def test_free_text_is_an_organisation_too(client: FlaskClient):
    send(client, organisation_text="UL de Nulle-Part", organisation_id="4242")

    assert (the_ticket().organisation_id, the_ticket().organisation_text) == (None, "UL de Nulle-Part")


def test_discretion_and_call_back_are_kept(client: FlaskClient):
    send(
        client,
        phone="0199001234",
        callback_wanted="y",
        callback_slot="le matin",
        no_voicemail="y",
        confidential="y",
    )

    ticket = the_ticket()
    assert (ticket.confidential, ticket.no_voicemail, ticket.callback_slot) == (True, True, "le matin")
    assert ticket.callback_due_at is not None


def test_a_signed_in_treasurer_is_known(client: FlaskClient, people: Cast):
    signed_in(client, people.treasurer)
    page = client.get("/dossiers/nouveau").text

    response = send(client, email="else@example.org", name="Quelqu’un d’autre")

    assert "Vous écrivez en tant que Thibaut Tresor" in page
    assert 'name="email"' not in page
    assert response.status_code == 302
    assert (the_ticket().requester_email, the_ticket().requester_name) == (
        people.treasurer.email,
        "Thibaut Tresor",
    )
