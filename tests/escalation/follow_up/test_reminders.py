from datetime import UTC, datetime, timedelta

from helpdesk.db import db
from helpdesk.escalation.answers.service import Word, act
from helpdesk.escalation.follow_up.reminders import remind_due
from helpdesk.escalation.proposals.sweep import propose_due
from helpdesk.escalation.rules import Move, State
from helpdesk.tickets.progress import apply
from helpdesk.tickets.queries import lock_ticket
from helpdesk.tickets.rules import Action
from tests.builders import a_desk
from tests.escalation.cases import (
    ADMINISTRATION,
    LATE,
    SECOND,
    a_grave_ticket,
    a_sent_escalation,
    links,
    mails,
    ours,
    reloaded,
    sent,
    signed_link_in,
)


def test_a_proposal_nobody_confirmed_goes_to_the_supervisor_after_four_opening_hours(app, now, people):
    # Proposed on Friday at 11 in Paris: four opening hours later it is three.
    a_desk("accueil", people.agent)
    ticket = a_grave_ticket(now)
    propose_due(now=now + LATE)

    assert remind_due(now=now + LATE + timedelta(hours=3, minutes=59)) == 0
    assert remind_due(now=now + LATE + timedelta(hours=4)) == 1
    assert remind_due(now=now + LATE + timedelta(hours=40)) == 0

    (mail,) = mails("unconfirmed")
    assert mail.to_address == people.supervisor.email
    assert mail.subject == f"[Dossier {ticket.reference}] Une décision attend"


def test_an_escalation_nobody_received_is_reminded_then_shown_to_a_second_addressee(app, now, people):
    # Sent on Monday at 11 in Paris: eight opening hours end on Tuesday at 10, sixteen at 18.
    escalation = a_sent_escalation(now, people.agent)

    assert remind_due(now=now + timedelta(hours=22, minutes=59)) == 0
    assert remind_due(now=now + timedelta(hours=23)) == 1
    assert remind_due(now=now + timedelta(hours=30, minutes=59)) == 0
    assert remind_due(now=now + timedelta(hours=31)) == 1
    assert remind_due(now=now + timedelta(days=60)) == 0

    assert [mail.to_address for mail in mails("reminder")] == [ADMINISTRATION]
    assert [mail.to_address for mail in mails("second")] == [SECOND]
    found = [signed_link_in(mail.text) for mail in (*mails("sent"), *mails("reminder"), *mails("second"))]
    assert len(set(found)) == 3
    assert [link.addressee for link in links()] == [ADMINISTRATION, ADMINISTRATION, SECOND]
    assert reloaded(escalation).state is State.SENT


def test_a_holiday_does_not_count(app, people):
    # Tuesday 10 November 2026, 17:00 in Paris; Wednesday is Armistice Day.
    before = datetime(2026, 11, 10, 16, 0, tzinfo=UTC)
    a_sent_escalation(before, people.agent)

    assert remind_due(now=datetime(2026, 11, 11, 17, 0, tzinfo=UTC)) == 0
    assert remind_due(now=datetime(2026, 11, 12, 14, 59, tzinfo=UTC)) == 0
    assert remind_due(now=datetime(2026, 11, 12, 15, 0, tzinfo=UTC)) == 1


def test_an_acknowledged_escalation_is_not_reminded(app, now, people):
    escalation = a_sent_escalation(now, people.agent)
    act(escalation.id, Word(move=Move.ACKNOWLEDGE, actor="a", version=2, key="k"), now=now)

    assert remind_due(now=now + timedelta(days=10)) == 0


def test_nobody_is_reminded_of_a_dossier_resolved_meanwhile(app, now, people):
    escalation = a_sent_escalation(now, people.agent)
    apply(lock_ticket(escalation.ticket_id), Action.RESOLVE, now=now)
    db.session.commit()

    assert remind_due(now=now + timedelta(days=10)) == 0


def test_a_worker_that_was_down_writes_one_reminder_after_the_other(app, now, people):
    sent(a_grave_ticket(now), people.agent, now=now)
    late = now + timedelta(days=30)

    assert [remind_due(now=late), remind_due(now=late), remind_due(now=late)] == [1, 1, 0]
    assert [each for each in ours() if each in {"reminder", "second"}] == ["reminder", "second"]
