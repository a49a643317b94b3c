from datetime import timedelta

import pytest

from helpdesk.core.clock import now as clock_now
from helpdesk.db import db
from helpdesk.escalation.answers.service import Word, act
from helpdesk.escalation.proposals.service import dismiss
from helpdesk.escalation.rules import Move
from helpdesk.tickets.models import FollowLink
from helpdesk.tickets.opening import open_ticket
from tests.builders import a_complaint, a_desk
from tests.escalation.cases import escalations, mails, reloaded, sent

ASKED = {"ground": "money", "reason": "Il manque 84 euros sur mon compte."}


@pytest.fixture
def opened(app, people):
    a_desk("accueil", people.agent)
    return open_ticket(a_complaint(members_touched=12), now=clock_now())


@pytest.fixture
def mine(client, opened):
    """The address of the dossier, in a browser that followed the private link."""
    return client.get(f"/suivi/{opened.token}").location


def test_the_page_of_the_dossier_lets_the_member_ask(client, mine):
    html = client.get(mine).text

    assert "Demander qu’elle soit saisie" in html
    assert f'action="{mine}/saisine"' in html


def test_a_request_is_recorded_and_its_state_is_shown_in_plain_words(client, mine, people):
    answer = client.post(f"{mine}/saisine", data=ASKED)

    assert answer.location == mine
    (proposal,) = escalations()
    assert proposal.member_reason == "De l’argent manque toujours.\n\nIl manque 84 euros sur mon compte."
    assert [mail.to_address for mail in mails("requested")] == [people.agent.email]
    html = client.get(mine).text
    assert "Un conseiller examine la saisine" in html
    assert "Vous demandez à saisir l’administration confédérale" in html
    assert "Demander qu’elle soit saisie" not in html


@pytest.mark.parametrize(
    "wrong",
    [{"ground": ""}, {"ground": "E6"}, {"reason": " "}, {"reason": "a" * 2001}],
    ids=["no ground", "a ground of ours", "no reason", "too long"],
)
def test_an_incomplete_request_is_refused_and_kept(client, mine, wrong):
    answer = client.post(f"{mine}/saisine", data={**ASKED, **wrong})

    assert answer.status_code == 422
    assert {**ASKED, **wrong}["reason"].strip() in answer.text
    assert escalations() == []


def test_somebody_elses_dossier_is_not_found(client, mine, people):
    other = open_ticket(a_complaint(), now=clock_now()).ticket

    for method in (client.get, client.post):
        assert method(f"/suivi/dossier/{other.reference}/saisine").status_code == 404
    assert escalations() == []


def test_an_expired_private_link_asks_for_nothing(client, mine, opened):
    db.session.get_one(FollowLink, opened.link_id).expires_at = clock_now() - timedelta(days=1)
    db.session.commit()

    assert client.post(f"{mine}/saisine", data=ASKED).status_code == 410
    assert escalations() == []


def test_requests_are_limited(client, mine, people):
    statuses = [client.post(f"{mine}/saisine", data=ASKED).status_code for _ in range(7)]

    assert statuses[:5] == [303] * 5
    assert statuses[-1] == 429


def test_the_member_reads_each_state_in_plain_words(client, mine, opened, people):
    assert "Un conseiller examine la saisine" not in client.get(mine).text

    escalation = sent(opened.ticket, people.agent, now=clock_now())
    assert "est saisie" in client.get(mine).text

    act(escalation.id, Word(move=Move.TAKE_CHARGE, actor="a", version=2, key="1"), now=clock_now())
    assert "s’occupe de votre dossier" in client.get(mine).text

    version = reloaded(escalation).version
    act(
        escalation.id,
        Word(move=Move.ANSWER, actor="a", version=version, key="2", text="Secret interne"),
        now=clock_now(),
    )
    html = client.get(mine).text
    assert "a répondu, votre conseiller vous écrit" in html
    assert "Secret interne" not in html


def test_a_dismissal_is_told_without_its_inner_reason(client, mine, people):
    client.post(f"{mine}/saisine", data=ASKED)
    (proposal,) = escalations()

    dismiss(proposal.id, "Raison entre nous", by=people.agent, version=1, now=clock_now())

    html = client.get(mine).text
    assert "n’a pas été saisie" in html
    assert "Raison entre nous" not in html


def test_a_resolved_dossier_offers_no_request(client, mine, opened):
    client.post(f"{mine}/resolu")

    assert "Demander qu’elle soit saisie" not in client.get(mine).text
    assert client.post(f"{mine}/saisine", data=ASKED).status_code == 422
