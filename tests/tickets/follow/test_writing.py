"""Messages, files, « résolu » and « rouvrir » by the private link."""

from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.tickets.models import Attachment, Entry
from helpdesk.tickets.opening import Opened
from helpdesk.tickets.rules import Action, EntryKind, Status
from tests.builders import a_desk, outgoing
from tests.people import Cast
from tests.tickets.follow.ones_own import move, the_ticket
from tests.tickets.forms import a_file


def last_line() -> Entry:
    return db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()


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
