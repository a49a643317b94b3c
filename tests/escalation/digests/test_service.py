"""Fifty proposals at once are a few mails and one digest, and none is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from helpdesk.core.topics import Severity
from helpdesk.db import db
from helpdesk.escalation.digests.models import EscalationNotice
from helpdesk.escalation.digests.service import send_digests
from helpdesk.escalation.follow_up.reminders import remind_due
from helpdesk.escalation.proposals.service import dismiss
from helpdesk.escalation.proposals.sweep import propose_due
from helpdesk.escalation.rules import State
from helpdesk.tickets.models import Ticket
from tests.builders import a_desk
from tests.escalation.cases import ADMINISTRATION, LATE, a_grave_ticket, escalations, mails


@pytest.fixture
def flood(app, people, now) -> list[str]:
    """Twelve grave dossiers that are all late at the same instant."""
    a_desk("accueil", people.agent)
    return [a_grave_ticket(now).reference for _ in range(12)]


def test_a_flood_of_proposals_is_three_mails_and_one_digest(flood, people, now):
    late = now + LATE

    assert propose_due(now=late) == 12
    assert send_digests(now=late) == 1
    assert send_digests(now=late) == 0

    assert len(mails("proposed")) == 3
    (digest,) = mails("digest")
    assert digest.to_address == people.agent.email
    assert digest.subject == "Des dossiers attendent votre avis"
    told = {reference for reference in flood for mail in mails("proposed") if reference in mail.subject}
    assert {reference for reference in flood if reference in digest.text} == set(flood) - told
    assert "http://localhost/bureau/escalades" in digest.text


def test_the_next_digest_waits_for_its_half_hour_and_loses_nothing(flood, people, now):
    late = now + LATE
    propose_due(now=late)
    send_digests(now=late)
    a_grave_ticket(now)
    propose_due(now=late + timedelta(minutes=10))

    early = send_digests(now=late + timedelta(minutes=10))
    on_time = send_digests(now=late + timedelta(minutes=30))

    assert (early, on_time) == (0, 1)
    assert db.session.scalar(select(func.count()).where(EscalationNotice.told_at.is_(None))) == 0


def test_what_was_decided_meanwhile_is_not_told(flood, people, now):
    late = now + LATE
    propose_due(now=late)
    for each in escalations():
        dismiss(each.id, "Même cause", by=people.agent, version=1, now=late)

    assert send_digests(now=late) == 0
    assert mails("digest") == []


def test_reminders_to_supervisors_come_together_too(flood, people, now):
    propose_due(now=now + LATE)
    much_later = now + LATE + timedelta(days=3)

    remind_due(now=much_later)
    send_digests(now=much_later)

    assert len(mails("unconfirmed")) == 3
    assert people.supervisor.email in {mail.to_address for mail in mails("digest")}


def test_a_flood_of_breaches_is_looked_at_by_people_before_it_leaves(app, people, now):
    a_desk("accueil", people.agent)
    for _ in range(7):
        ticket = db.session.get_one(Ticket, a_grave_ticket(now).id)
        ticket.agent_facts, ticket.severity = {"data_breach": True}, Severity.S1
        db.session.commit()

    propose_due(now=now)
    propose_due(now=now)

    states = [each.state for each in escalations()]
    assert (states.count(State.SENT), states.count(State.PROPOSED)) == (5, 2)
    assert len([mail for mail in mails("sent") if mail.to_address == ADMINISTRATION]) == 5
    assert propose_due(now=now + timedelta(hours=1)) == 2


def test_old_notices_are_forgotten(flood, now):
    propose_due(now=now + LATE)
    send_digests(now=now + LATE)

    send_digests(now=now + LATE + timedelta(days=2))

    assert db.session.scalar(select(func.count()).select_from(EscalationNotice)) == 0


def test_a_digest_of_one_dossier_speaks_of_one(app, people, now):
    a_desk("accueil", people.agent)
    references = [a_grave_ticket(now).reference for _ in range(4)]

    propose_due(now=now + LATE)
    send_digests(now=now + LATE)

    (digest,) = mails("digest")
    assert digest.subject == "Un dossier attend votre avis"
    assert digest.text.count("Un dossier de plus remplit") == 1
    assert "Plusieurs" not in digest.text
    assert sum(reference in digest.text for reference in references) == 1
