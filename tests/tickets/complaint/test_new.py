"""The complaint form, as a browser without scripts uses it."""

from datetime import date

from flask.testing import FlaskClient

from helpdesk.core.topics import TOPICS, Severity
from tests.builders import outgoing
from tests.tickets.complaint.received import how_many, the_body, the_ticket
from tests.tickets.forms import a_file, link_in, reference_on, send


def test_the_form_offers_every_subject_and_every_fact_without_scripts(client: FlaskClient):
    page = client.get("/dossiers/nouveau").text

    for topic in TOPICS.values():
        assert f'<option value="{topic.slug}">' in page
        for each in topic.subtopics:
            assert f'<option value="{each.slug}">' in page
    assert 'name="amount"' in page
    assert "Données personnelles" in page


def test_every_field_that_may_stay_empty_says_so(client: FlaskClient):
    page = client.get("/dossiers/nouveau").text

    for name in ("subcategory", "name", "organisation_text", "callback_slot"):
        label = page.split(f'for="{name}"')[1].split("</label>")[0]
        assert "facultatif" in label, name
    for name in ("email", "phone", "subject", "body"):
        label = page.split(f'for="{name}"')[1].split("</label>")[0]
        assert "facultatif" not in label, name
    assert "numéros de sécurité sociale sont masqués" in page


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
