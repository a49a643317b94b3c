"""The complaint form, as a browser without scripts uses it."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from helpdesk.core.topics import TOPICS, Severity
from helpdesk.db import db
from helpdesk.engines.store import StoreFull
from helpdesk.engines.store.local import LocalStore
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.rules import Family, Kind
from helpdesk.tickets.files.service import file_store
from helpdesk.tickets.models import Attachment, Entry, Ticket
from tests.builders import a_desk, a_rule, outgoing
from tests.faq.conftest import Shelf
from tests.people import Cast, signed_in
from tests.statements import counted_statements
from tests.tickets.forms import a_file, key_on, link_in, reference_on, send


@pytest.fixture(autouse=True)
def desk(app: Flask):
    return a_desk()


def the_ticket() -> Ticket:
    return db.session.scalars(select(Ticket)).one()


def the_body() -> str:
    return db.session.scalars(select(Entry.body).order_by(Entry.id)).first() or ""


def how_many() -> int:
    return db.session.scalar(select(func.count(Ticket.id))) or 0


def test_the_form_offers_every_subject_and_every_fact_without_scripts(client: FlaskClient):
    page = client.get("/dossiers/nouveau").text

    for topic in TOPICS.values():
        assert f'<option value="{topic.slug}">' in page
        for each in topic.subtopics:
            assert f'<option value="{each.slug}">' in page
    assert 'name="amount"' in page
    assert "Données personnelles" in page


def test_a_complaint_is_received_with_its_reference_and_a_mail(client: FlaskClient):
    response = send(client)

    assert (response.status_code, response.location) == (302, "/dossiers/recu")
    page = client.get("/dossiers/recu").text
    assert reference_on(page) == the_ticket().reference
    assert "melanie.membre@example.org" in page
    assert 'data-draft-clear="complaint"' in page
    assert "/suivi/" in outgoing()[0].text
    assert "Votre lien privé" not in page


def test_what_is_asked_is_kept_as_facts(client: FlaskClient):
    send(
        client, amount="1 234,56 €", debit_on="2026-11-05", members_touched="12", rum="abc-1", refunded="non"
    )

    ticket = the_ticket()
    assert (ticket.amount_cents, ticket.members_touched, ticket.rum) == (123456, 12, "abc-1")
    assert (ticket.debit_on, ticket.refunded) == (date(2026, 11, 5), False)
    assert ticket.severity is Severity.S2


def test_a_fact_that_the_subject_does_not_ask_joins_the_text(client: FlaskClient):
    send(client, category="autre", subcategory="", members_touched="12", amount="900")

    assert (the_ticket().members_touched, the_ticket().severity) == (None, Severity.S4)
    assert "Nombre d’adhérents touchés\u00a0: 12" in the_body()
    assert "Montant concerné, en euros\u00a0: 900" in the_body()


def test_the_link_of_an_article_fills_in_subject_and_category(client: FlaskClient):
    page = client.get("/dossiers/nouveau?categorie=mandat/sequence&article=mandats-perdus&q=Deux+fois").text

    assert '<option selected value="mandat">' in page
    assert '<option value="sequence" selected>' in page
    assert 'value="Deux fois"' in page
    assert 'value="mandats-perdus"' in page


def test_the_article_one_came_from_is_kept(client: FlaskClient):
    send(client, article_slug="double-prelevement")

    assert the_ticket().article_slug == "double-prelevement"


def test_refused_forms_come_back_with_everything_typed(client: FlaskClient):
    response = send(
        client,
        category="",
        subject="",
        body="Un <b>texte</b> à garder",
        email="pas une adresse",
        amount="beaucoup",
        debit_on="hier",
        organisation_text="UL de Vénissieux",
        callback_wanted="y",
        files=[a_file()],
    )

    page = response.text
    assert response.status_code == 422
    assert "Un &lt;b&gt;texte&lt;/b&gt; à garder" in page
    for typed in ("pas une adresse", "beaucoup", "hier", "UL de Vénissieux"):
        assert f'value="{typed}"' in page
    for sentence in (
        "Choisissez le sujet",
        "Dites en quelques mots",
        "n’est pas complète",
        "montant en euros",
        "une date comme",
        "le numéro auquel vous rappeler",
        "Choisissez de nouveau vos fichiers",
    ):
        assert sentence in page
    assert how_many() == 0
    assert 'id="callback_wanted" name="callback_wanted" type="checkbox" value="y"' in page.replace(
        " checked", ""
    )


def test_a_way_to_answer_is_needed(client: FlaskClient):
    response = send(client, email="", phone="")

    assert response.status_code == 422
    assert "Donnez une adresse de courriel ou un numéro de téléphone." in response.text


def test_with_a_phone_alone_the_private_link_is_shown_once(client: FlaskClient):
    send(client, email="", phone="01 99 00 12 34")

    page = client.get("/dossiers/recu").text
    again = client.get("/dossiers/recu").text

    assert client.get(link_in(page)).status_code == 302
    assert the_ticket().requester_phone == "+33199001234"
    assert "Votre lien privé" not in again
    assert [mail.event for mail in outgoing()] == ["tickets/new_dossier"]


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
    organisation = Organisation(
        code="x",
        name="Syndicat du Livre",
        name_key="syndicat du livre",
        kind=Kind.UNION,
        family=Family.UNION,
        town="Lyon",
        created_at=now,
        role_mailbox="secret@example.org",
    )
    db.session.add(organisation)
    db.session.commit()
    (found,) = client.get("/dossiers/organisations.json?q=livre").json["results"]

    send(client, organisation_text=found["name"], organisation_id=str(found["id"]))

    assert found == {"id": organisation.id, "name": "Syndicat du Livre", "detail": "Lyon"}
    assert the_ticket().organisation_id == organisation.id


def test_suggestions_need_words_and_are_eight_at_most(client: FlaskClient, now):
    for number in range(12):
        db.session.add(
            Organisation(
                code=str(number),
                name=f"Syndicat {number}",
                name_key=f"syndicat {number}",
                kind=Kind.UNION,
                family=Family.UNION,
                created_at=now,
            )
        )
    db.session.commit()

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
