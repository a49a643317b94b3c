from datetime import timedelta

import pytest

from helpdesk.core.errors import Refused, Stale
from helpdesk.db import db
from helpdesk.escalation.proposals.service import ask, dismiss
from helpdesk.escalation.proposals.sweep import propose_due
from helpdesk.escalation.rules import Origin, State
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.progress import apply
from helpdesk.tickets.queries import lock_ticket
from helpdesk.tickets.rules import Action, EntryKind
from tests.builders import a_desk
from tests.escalation.cases import (
    IBAN,
    LATE,
    a_grave_ticket,
    a_sent_escalation,
    escalations,
    events,
    mails,
    reloaded,
    steps,
    texts,
)


def test_a_member_may_ask_even_when_no_ground_holds(app, now, people):
    a_desk("accueil", people.agent)
    ticket = a_grave_ticket(now, members_touched=1, amount_cents=None)

    ask(ticket.id, "Je n’ai pas de réponse.\n\nJe suis à découvert.", now=now)

    (proposal,) = escalations()
    assert (proposal.state, proposal.origin, proposal.grounds) == (State.PROPOSED, Origin.MEMBER, [])
    assert proposal.asked_by_member
    assert "Je suis à découvert." in proposal.member_reason
    assert events(ticket)[-1] == "escalation_asked"
    assert "Je suis à découvert." in texts(ticket, EntryKind.MESSAGE)[0]
    assert [mail.to_address for mail in mails("requested")] == [people.agent.email]
    assert "découvert" not in mails("requested")[0].text


def test_a_wish_joins_what_is_pending_already(app, now, people):
    ticket = a_grave_ticket(now)
    propose_due(now=now + LATE)

    ask(ticket.id, "Je suis à découvert", now=now + LATE)

    (proposal,) = escalations()
    assert (proposal.origin, proposal.asked_by_member, proposal.version) == (Origin.SWEEP, True, 2)


def test_a_wish_about_a_sent_escalation_sends_no_second_one(app, now, people):
    escalation = a_sent_escalation(now, people.agent)

    ask(escalation.ticket_id, "Je suis à découvert", now=now)

    assert reloaded(escalation).state is State.SENT
    assert len(mails("sent")) == 1


def test_accounts_in_a_wish_are_masked(app, now, people):
    ticket = a_grave_ticket(now)

    ask(ticket.id, f"Mon compte {IBAN}", now=now)

    assert "FR76 •••• 0189" in escalations()[0].member_reason
    assert "0112 3456" not in "".join([*texts(ticket, EntryKind.MESSAGE), *(step.text for step in steps())])


def test_a_resolved_dossier_is_reopened_before_one_asks(app, now, people):
    ticket = a_grave_ticket(now)
    apply(lock_ticket(ticket.id), Action.RESOLVE, now=now)
    db.session.commit()

    with pytest.raises(Refused, match="rouvrez"):
        ask(ticket.id, "Je suis à découvert", now=now)

    assert texts(db.session.get_one(Ticket, ticket.id), EntryKind.MESSAGE) == []


def test_a_member_who_asked_is_told_of_the_dismissal(app, now, people):
    ticket = a_grave_ticket(now)
    ask(ticket.id, "Je suis à découvert", now=now)

    dismiss(escalations()[0].id, "La banque a déjà remboursé", by=people.agent, version=1, now=now)

    (mail,) = mails("member")
    assert "n’a pas été saisie" in mail.text
    assert "La banque a déjà remboursé" not in mail.text


def test_a_dismissal_needs_a_reason_and_the_present_version(app, now, people):
    ticket = a_grave_ticket(now)
    propose_due(now=now + LATE)
    (proposal,) = escalations()

    with pytest.raises(Refused, match="pourquoi"):
        dismiss(proposal.id, "  ", by=people.agent, version=1, now=now + LATE)
    with pytest.raises(Stale):
        dismiss(proposal.id, "Réglé", by=people.agent, version=7, now=now + LATE)

    assert reloaded(proposal).state is State.PROPOSED
    assert "escalation_dismissed" not in events(ticket)


def test_a_dismissal_sent_twice_counts_once(app, now, people):
    a_grave_ticket(now)
    propose_due(now=now + LATE)
    (proposal,) = escalations()

    for _ in range(2):
        dismiss(proposal.id, "Réglé", by=people.agent, version=1, key="k", now=now + LATE)

    assert [step.state for step in steps()] == [State.PROPOSED, State.DISMISSED]


def test_a_sent_escalation_cannot_be_dismissed(app, now, people):
    escalation = a_sent_escalation(now, people.agent)

    with pytest.raises(Refused) as refusal:
        dismiss(escalation.id, "Réglé", by=people.agent, version=2, now=now + timedelta(hours=1))

    assert refusal.value.status == 409
