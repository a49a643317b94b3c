"""Following one's dossier by a private link."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import select

from helpdesk.core.clock import now as clock_now
from helpdesk.db import db, transactional
from helpdesk.tickets import history
from helpdesk.tickets.models import Attachment, Entry, FollowLink, Ticket
from helpdesk.tickets.opening import Opened, open_ticket
from helpdesk.tickets.progress import apply
from helpdesk.tickets.queries import lock_ticket
from helpdesk.tickets.rules import Action, EntryKind, Status
from tests.builders import a_complaint, a_desk, last_mail, outgoing
from tests.people import Cast, signed_in
from tests.statements import counted_statements
from tests.tickets.forms import PDF, a_file, link_in


@pytest.fixture
def opened(app: Flask) -> Opened:
    a_desk()
    return open_ticket(a_complaint(), now=clock_now())


@pytest.fixture
def mine(client: FlaskClient, opened: Opened) -> str:
    """The address of the dossier, in a browser that followed the private link."""
    return client.get(f"/suivi/{opened.token}").location


@transactional
def move(ticket: Ticket, action: Action, **values) -> None:
    apply(lock_ticket(ticket.id), action, now=clock_now(), **values)


@transactional
def write(ticket: Ticket, kind: EntryKind, text: str, *, public: bool, by=None) -> None:
    history.write(ticket, kind, text, now=clock_now(), by=by, public=public)


def last_line() -> Entry:
    return db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()


def the_ticket() -> Ticket:
    return db.session.scalars(select(Ticket).execution_options(populate_existing=True)).one()


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


def the_ticket_of(opened: Opened) -> Ticket:
    return db.session.get_one(Ticket, opened.ticket.id, populate_existing=True)


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


def test_a_message_joins_the_history_and_reaches_the_agents(client: FlaskClient, mine: str, people: Cast):
    a_desk("accueil", people.agent)

    response = client.post(f"{mine}/message", data={"body": "Voici la suite.\r\nMerci"})

    assert response.status_code == 302
    assert (last_line().kind, last_line().body) == (EntryKind.MESSAGE, "Voici la suite.\nMerci")
    assert last_line().author_name == "Mélanie Membre"
    mail = outgoing()[-1]
    assert (mail.event, mail.to_address) == ("tickets/member_wrote", people.agent.email)
    assert "Voici la suite" not in mail.text
    assert "Voici la suite." in client.get(response.location).text


def test_a_message_goes_to_who_has_the_dossier(client: FlaskClient, mine: str, opened: Opened, people: Cast):
    a_desk("accueil", people.agent, people.colleague)
    move(opened.ticket, Action.TAKE, by=people.colleague)

    client.post(f"{mine}/message", data={"body": "Voici."})

    assert [mail.to_address for mail in outgoing() if mail.event == "tickets/member_wrote"] == [
        people.colleague.email
    ]


def test_a_dossier_that_waited_goes_on(client: FlaskClient, mine: str, opened: Opened):
    move(opened.ticket, Action.WAIT)

    client.post(f"{mine}/message", data={"body": "Voici."})

    assert the_ticket().status is Status.OPEN


def test_files_alone_are_enough(client: FlaskClient, mine: str):
    response = client.post(
        f"{mine}/message",
        data={"body": "", "files": [a_file(), a_file("b.pdf")]},
        content_type="multipart/form-data",
    )

    page = client.get(response.location).text
    assert "2 fichiers ajoutés" in page
    assert "releve.pdf" in page
    assert len(db.session.scalars(select(Attachment)).all()) == 2


def test_an_empty_message_is_refused(client: FlaskClient, mine: str):
    response = client.post(f"{mine}/message", data={"body": "   "})

    assert response.status_code == 422
    assert "Écrivez un message ou joignez un fichier." in response.text


def test_a_refused_file_gives_the_message_back(client: FlaskClient, mine: str):
    response = client.post(
        f"{mine}/message",
        data={"body": "À garder", "files": [a_file("virus.exe", b"MZ")]},
        content_type="multipart/form-data",
    )

    assert response.status_code == 422
    assert "À garder" in response.text
    assert "virus.exe" in response.text
    assert last_line().kind is not EntryKind.MESSAGE


def test_a_message_sent_twice_is_there_once(client: FlaskClient, mine: str):
    for _ in range(2):
        client.post(f"{mine}/message", data={"body": "Une fois."})

    assert [line.body for line in db.session.scalars(select(Entry))].count("Une fois.") == 1


def test_numbers_are_masked_in_messages_too(client: FlaskClient, mine: str):
    response = client.post(f"{mine}/message", data={"body": "Carte 4111 1111 1111 1111"})

    assert last_line().body == "Carte •••• 1111"
    assert "ont été masqués" in client.get(response.location).text


def test_solved_then_opened_again(client: FlaskClient, mine: str):
    client.post(f"{mine}/resolu")
    solved = the_ticket().status
    client.post(f"{mine}/resolu")
    page = client.get(mine).text
    client.post(f"{mine}/rouvrir")

    assert solved is Status.RESOLVED
    assert "Rouvrir le dossier" in page
    assert the_ticket().status is Status.OPEN
    assert [mail.event for mail in outgoing()][2:] == ["tickets/member_solved", "tickets/member_reopened"]


def test_what_never_took_place_is_not_told_as_done(client: FlaskClient, mine: str):
    client.post(f"{mine}/resolu")
    solved = client.get(mine).text
    client.post(f"{mine}/rouvrir")
    again = client.get(mine).text

    assert "Pris en charge" not in solved
    assert "Première réponse" not in solved
    assert "en attente d’un conseiller" in again
    assert "Un conseiller s’en occupe" not in again
    assert "en attente d’un conseiller" in client.get("/suivi").text


def test_writing_on_a_resolved_dossier_opens_it_again(client: FlaskClient, mine: str):
    client.post(f"{mine}/resolu")

    client.post(f"{mine}/message", data={"body": "Cela recommence."})

    assert the_ticket().status is Status.OPEN
    assert outgoing()[-1].event == "tickets/member_reopened"


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
