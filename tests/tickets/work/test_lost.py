"""What an agent typed is given back when the dossier left their sight, or was sent in another way."""

from io import BytesIO

import pytest

from helpdesk.core import clock
from helpdesk.core.errors import Stale
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import EntryKind, Status
from helpdesk.tickets.work.replies import Draft, Then, send
from tests.builders import a_desk, a_rule, a_ticket, as_seen, lines_of
from tests.people import signed_in
from tests.tickets.undelivered.test_service import refreshed


@pytest.fixture
def discreet(client, people) -> Ticket:
    """A discreet dossier that is at a desk where the signed-in agent does not work."""
    a_rule(a_desk("adherents", people.colleague), position=1)
    a_desk("accueil", people.agent)
    signed_in(client, people.agent)
    return a_ticket(clock.now(), confidential=True)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("reponses", {"kind": "reply", "then": "go_on", "body": "Ma longue réponse."}),
        ("appels", {"outcome": "reached", "note": "Ma longue réponse."}),
        ("gravite", {"severity": "S4", "reason": "Ma longue réponse."}),
        ("saisine", {"summary": "Ma longue réponse.", "tried": "Assistance appelée."}),
    ],
)
def test_a_text_about_a_dossier_that_left_ones_sight_is_given_back(client, discreet, path, fields):
    answer = client.post(
        f"/bureau/dossiers/{discreet.reference}/{path}", data={"version": 1, "seen": 1, **fields}
    )
    unknown = client.post("/bureau/dossiers/222-222/reponses", data={"version": 1, "seen": 1, **fields})

    assert answer.status_code == 409
    assert "Ma longue réponse." in answer.text
    assert "Mélanie" not in answer.text
    assert unknown.status_code == 409 if "body" in fields else unknown.status_code in {404, 409}


def test_without_a_text_it_is_simply_not_found(client, discreet):
    answer = client.post(f"/bureau/dossiers/{discreet.reference}/etat/take", data={"version": 1, "seen": 1})

    assert answer.status_code == 404


def drafts(now, people, *ends: Then) -> Ticket:
    a_desk("accueil", people.agent)
    ticket = a_ticket(now)
    seen = as_seen(ticket, people.agent)
    for then in ends:
        send(seen, Draft("Voici la marche à suivre.", then=then), now=now)
    return refreshed(ticket)


def replies(ticket: Ticket) -> int:
    return sum(line.kind is EntryKind.REPLY for line in lines_of(ticket))


@pytest.mark.parametrize("then", list(Then))
def test_the_same_reply_twice_is_written_once(app, now, people, then):
    assert replies(drafts(now, people, then, then)) == 1


@pytest.mark.parametrize(("first", "second"), [(Then.GO_ON, Then.RESOLVE), (Then.RESOLVE, Then.GO_ON)])
def test_the_same_words_with_another_end_are_no_second_click(app, now, people, first, second):
    with pytest.raises(Stale):
        drafts(now, people, first, second)


def test_the_same_words_with_a_forgotten_file_are_no_second_click(client, people):
    a_desk("accueil", people.agent)
    signed_in(client, people.agent)
    ticket = a_ticket(clock.now())
    seen = as_seen(ticket, people.agent)
    fields = {"kind": "reply", "then": "go_on", "body": "Voir le relevé.", "version": seen.version}
    url = f"/bureau/dossiers/{ticket.reference}/reponses"
    first = client.post(url, data={**fields, "seen": seen.last_line})
    statement = (BytesIO(b"debit;42,50"), "releve.csv")

    again = client.post(url, data={**fields, "seen": seen.last_line, "files": statement})

    assert (first.status_code, again.status_code) == (302, 409)
    assert refreshed(ticket).status is Status.OPEN
