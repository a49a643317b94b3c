"""What agents do to a dossier over HTTP: plain moves, giving it to somebody."""

import pytest

from helpdesk.tickets.rules import Status
from tests.builders import a_desk
from tests.tickets.work.desk_pages import fields_of, opened, refreshed


@pytest.mark.parametrize("action", ["take", "wait", "resolve"])
def test_a_plain_move_is_made(at_work, action):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"

    answer = at_work.post(f"{url}/etat/{action}", data=fields_of(at_work.get(url).text))

    assert answer.status_code == 302
    assert (
        refreshed(ticket).status
        is {"take": Status.OPEN, "wait": Status.WAITING, "resolve": Status.RESOLVED}[action]
    )


@pytest.mark.parametrize("action", ["assign", "escalate", "close", "nothing"])
def test_no_other_move_has_an_address(at_work, action):
    ticket = opened()

    answer = at_work.post(
        f"/bureau/dossiers/{ticket.reference}/etat/{action}", data={"version": "1", "seen": "0"}
    )

    assert answer.status_code == 404


def test_a_dossier_is_given_to_a_colleague(at_work, people):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"

    page = at_work.get(url).text
    at_work.post(
        f"{url}/conseiller", data={**fields_of(page), "to": f"{ticket.desk_id}-{people.colleague.id}"}
    )

    assert "Côme Collegue" in page
    assert refreshed(ticket).assignee_id == people.colleague.id


def test_who_gives_a_discreet_dossier_to_another_desk_is_led_to_the_list(at_work, people):
    elsewhere = a_desk("ailleurs", people.colleague)
    ticket = opened(confidential=True)
    url = f"/bureau/dossiers/{ticket.reference}"

    answer = at_work.post(
        f"{url}/conseiller", data={**fields_of(at_work.get(url).text), "to": str(elsewhere.id)}
    )

    assert answer.location == "/bureau/"
    assert "Dossier confié" in at_work.get(answer.location).text
    assert at_work.get(url).status_code == 404


@pytest.mark.parametrize("to", ["", "x", "0", "1-", "1-x", "-1", "1-999", "9999", "1-1-1", "٣", "9" * 30])
def test_a_dossier_is_given_to_nobody_else(at_work, to):
    ticket = opened()

    answer = at_work.post(
        f"/bureau/dossiers/{ticket.reference}/conseiller", data={"version": "1", "seen": "99", "to": to}
    )

    assert answer.status_code in {404, 302}
    assert refreshed(ticket).assignee_id is None
