from datetime import timedelta

import pytest

from helpdesk.core.errors import NotFound, Refused, Stale
from helpdesk.db import db
from helpdesk.escalation.answers.service import Word, act
from helpdesk.escalation.rules import Move, State, next_state
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.progress import apply
from helpdesk.tickets.queries import lock_ticket
from helpdesk.tickets.rules import Action, EntryKind, Status
from tests.builders import a_desk
from tests.escalation.cases import (
    ADMINISTRATION,
    IBAN,
    a_grave_ticket,
    a_sent_escalation,
    events,
    mails,
    reloaded,
    sent,
    steps,
    texts,
    ticket_of,
)

FORGED = [
    (state, move)
    for state in State
    for move in (Move.ACKNOWLEDGE, Move.TAKE_CHARGE, Move.ANSWER, Move.REFUSE)
    if next_state(state, move) is None
]


def word(move, version, text="", **more):
    return Word(
        move=move,
        actor=ADMINISTRATION,
        version=version,
        key=more.pop("key", f"{move}-{version}"),
        text=text,
        **more,
    )


def test_an_acknowledgement_is_noted_on_both_sides(app, now, people):
    escalation = a_sent_escalation(now, people.agent)

    act(escalation.id, word(Move.ACKNOWLEDGE, 2), now=now + timedelta(hours=1))

    found = reloaded(escalation)
    assert (found.state, found.acknowledged_at) == (State.ACKNOWLEDGED, now + timedelta(hours=1))
    assert events(ticket_of(found))[-1] == "escalation_acknowledged"
    assert steps()[-1].actor == ADMINISTRATION


def test_who_takes_charge_has_received_it_too(app, now, people):
    escalation = a_sent_escalation(now, people.agent)

    act(escalation.id, word(Move.TAKE_CHARGE, 2), now=now)

    assert reloaded(escalation).state is State.IN_CHARGE
    assert reloaded(escalation).acknowledged_at == now


def test_an_answer_returns_to_the_dossier_and_to_the_agent_by_mail(app, now, people):
    escalation = a_sent_escalation(now, people.agent)
    apply(lock_ticket(escalation.ticket_id), Action.TAKE, now=now, by=people.agent)
    db.session.commit()

    act(
        escalation.id,
        word(Move.ANSWER, 2, "La banque rembourse lundi.", bank_text="Reversement du lot 12."),
        now=now,
    )

    ticket = ticket_of(escalation)
    assert ticket.status is Status.OPEN
    assert events(ticket)[-1] == "escalation_answered"
    (noted,) = texts(ticket, EntryKind.NOTE)
    assert "La banque rembourse lundi." in noted
    assert "Reversement du lot 12." in noted
    (mail,) = mails("answered")
    assert mail.to_address == people.agent.email
    assert mail.subject == f"[Dossier {ticket.reference}] L’administration confédérale a répondu"
    assert "La banque rembourse lundi." not in mail.text
    assert f"http://localhost/bureau/dossiers/{ticket.reference}" in mail.text
    assert reloaded(escalation).closed_at == now


def test_the_answer_of_a_dossier_nobody_has_goes_to_its_desk(app, now, people):
    a_desk("accueil", people.colleague)
    escalation = a_sent_escalation(now, people.agent)

    act(escalation.id, word(Move.ANSWER, 2, "Fait."), now=now)

    assert {mail.to_address for mail in mails("answered")} == {people.agent.email, people.colleague.email}


def test_a_refusal_returns_with_its_reason(app, now, people):
    escalation = a_sent_escalation(now, people.agent)

    act(escalation.id, word(Move.REFUSE, 2, "Voyez d’abord votre fédération."), now=now)

    assert reloaded(escalation).state is State.REFUSED
    assert "Voyez d’abord votre fédération." in texts(ticket_of(escalation), EntryKind.NOTE)[0]
    assert "fédération" not in mails("answered")[0].text


def test_the_same_answer_sent_twice_counts_once(app, now, people):
    escalation = a_sent_escalation(now, people.agent)
    once = word(Move.ANSWER, 2, "La banque rembourse lundi.")

    act(escalation.id, once, now=now)
    act(escalation.id, once, now=now)

    assert len(mails("answered")) == 1
    assert len(texts(ticket_of(escalation), EntryKind.NOTE)) == 1


@pytest.mark.parametrize("move", [Move.ACKNOWLEDGE, Move.TAKE_CHARGE])
def test_a_click_by_two_administrators_counts_once(app, now, people, move):
    escalation = a_sent_escalation(now, people.agent)

    act(escalation.id, word(move, 2, key="a"), now=now)
    act(escalation.id, word(move, 2, key="b"), now=now)

    assert len([step for step in steps() if step.move is move]) == 1


def test_an_answer_on_an_older_version_is_refused_and_a_second_one_may_complete_it(app, now, people):
    escalation = a_sent_escalation(now, people.agent)
    act(escalation.id, word(Move.ANSWER, 2, "Première partie."), now=now)

    with pytest.raises(Stale):
        act(escalation.id, word(Move.ANSWER, 2, "Seconde partie.", key="other"), now=now)
    act(escalation.id, word(Move.ANSWER, 3, "Seconde partie."), now=now)

    assert reloaded(escalation).answer == "Seconde partie."
    assert len(mails("answered")) == 2


@pytest.mark.parametrize(("state", "move"), FORGED)
def test_a_move_the_state_does_not_allow_is_refused(app, now, people, state, move):
    escalation = a_sent_escalation(now, people.agent)
    row = reloaded(escalation)
    row.state = state
    db.session.commit()

    with pytest.raises(Refused) as refusal:
        act(escalation.id, word(move, 2, "Texte"), now=now)

    assert refusal.value.status == 409
    assert reloaded(escalation).state is state
    assert mails("answered") == []


def test_an_answer_after_the_dossier_was_resolved_reopens_it(app, now, people):
    escalation = a_sent_escalation(now, people.agent)
    apply(lock_ticket(escalation.ticket_id), Action.RESOLVE, now=now)
    db.session.commit()

    act(escalation.id, word(Move.ANSWER, 2, "La banque a payé."), now=now)

    assert ticket_of(escalation).status is Status.OPEN


def test_accounts_in_an_answer_are_masked(app, now, people):
    escalation = a_sent_escalation(now, people.agent)

    act(escalation.id, word(Move.ANSWER, 2, f"Versé sur {IBAN}", bank_text=IBAN), now=now)

    everywhere = [
        *texts(ticket_of(escalation), EntryKind.NOTE),
        steps()[-1].bank_text,
    ]
    assert all("0112 3456" not in text and "FR76 •••• 0189" in text for text in everywhere)


def test_an_escalation_that_does_not_exist_is_not_found(app, now):
    with pytest.raises(NotFound):
        act(404, word(Move.ANSWER, 1, "Texte"), now=now)


def test_an_answered_dossier_may_be_escalated_again(app, now, people):
    first = a_sent_escalation(now, people.agent)
    act(first.id, word(Move.ANSWER, 2, "Fait."), now=now)

    second = sent(db.session.get_one(Ticket, first.ticket_id), people.agent, now=now)

    assert second.id != first.id
    assert len(mails("sent")) == 2


def test_a_grave_ticket_has_no_answer_before_it_is_escalated(app, now, people):
    ticket = a_grave_ticket(now)

    assert texts(ticket, EntryKind.NOTE) == []
