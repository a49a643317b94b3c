from datetime import timedelta

import pytest
from sqlalchemy import event

from helpdesk.core.topics import Severity
from helpdesk.db import db
from helpdesk.escalation.proposals import sweep
from helpdesk.escalation.proposals.service import dismiss
from helpdesk.escalation.proposals.sweep import propose_due
from helpdesk.escalation.rules import Origin, State
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.progress import apply
from helpdesk.tickets.queries import lock_ticket
from helpdesk.tickets.rules import Action, Status
from tests.builders import a_desk, a_ticket
from tests.escalation.cases import (
    ADMINISTRATION,
    LATE,
    a_grave_ticket,
    copies,
    escalations,
    events,
    mails,
    sent,
)


def learn(ticket, **facts):
    ticket = db.session.get_one(Ticket, ticket.id)
    ticket.agent_facts = {**ticket.agent_facts, **facts}
    ticket.severity = Severity.S1
    db.session.commit()


def test_a_late_serious_ticket_is_proposed_once_with_one_mail(app, now, people):
    a_desk("accueil", people.agent)
    ticket = a_grave_ticket(now)

    assert propose_due(now=now + timedelta(minutes=5)) == 0
    assert propose_due(now=now + LATE) == 1
    assert propose_due(now=now + LATE) == 0

    (proposal,) = escalations()
    assert (proposal.state, proposal.origin) == (State.PROPOSED, Origin.SWEEP)
    assert [each["ground"] for each in proposal.grounds] == ["E8"]
    (mail,) = mails("proposed")
    assert mail.to_address == people.agent.email
    assert mail.subject == f"[Dossier {ticket.reference}] Votre avis est demandé"
    assert f"http://localhost/bureau/dossiers/{ticket.reference}/saisine" in mail.text
    assert events(ticket).count("escalation_proposed") == 1
    assert db.session.get_one(Ticket, ticket.id).status is Status.NEW


def test_a_plain_question_is_never_proposed(app, now, people):
    a_grave_ticket(now, category="facturation", subcategory="tarif", members_touched=None, amount_cents=None)

    assert propose_due(now=now + 20 * LATE) == 0


def test_a_dossier_that_hinders_and_lasts_asks_to_look_at_its_severity_again(app, now, people):
    a_grave_ticket(now, members_touched=1, amount_cents=4200)

    assert propose_due(now=now + LATE) == 0
    assert propose_due(now=now + 3 * LATE) == 1
    assert propose_due(now=now + 3 * LATE) == 0

    (mail,) = mails("proposed")
    assert "Relisez sa gravité" in mail.text


def test_a_resolved_dossier_is_left_alone(app, now, people):
    ticket = a_grave_ticket(now)
    apply(lock_ticket(ticket.id), Action.RESOLVE, now=now)
    db.session.commit()

    assert propose_due(now=now + LATE) == 0


def test_a_dismissed_proposal_does_not_come_back_for_the_same_grounds(app, now, people):
    ticket = a_grave_ticket(now)
    propose_due(now=now + LATE)
    (proposal,) = escalations()

    dismiss(proposal.id, "Le prestataire répond demain", by=people.agent, version=1, now=now + LATE)

    assert propose_due(now=now + 2 * LATE) == 0
    assert events(ticket)[-1] == "escalation_dismissed"


def test_new_grounds_are_proposed_after_a_dismissal(app, now, people):
    ticket = a_grave_ticket(now)
    propose_due(now=now + LATE)
    (proposal,) = escalations()
    dismiss(proposal.id, "Le prestataire répond demain", by=people.agent, version=1, now=now + LATE)

    learn(ticket, double_debit_confirmed=True)

    assert propose_due(now=now + 2 * LATE) == 1
    assert [each["ground"] for each in escalations()[1].grounds] == ["E1"]


def test_a_breach_is_sent_at_once_and_once(app, now, people):
    a_desk("accueil", people.agent)
    ticket = a_grave_ticket(now, category="donnees", subcategory="incident")

    assert propose_due(now=now) == 1
    assert propose_due(now=now) == 0

    (escalation,) = escalations()
    assert escalation.state is State.SENT
    assert escalation.confirmed_by_id is None
    assert [mail.to_address for mail in mails("sent")] == [ADMINISTRATION]
    assert "CNIL" in copies()[0].text
    assert {mail.to_address for mail in mails("sent_at_once")} == {
        people.agent.email,
        people.supervisor.email,
    }
    assert db.session.get_one(Ticket, ticket.id, populate_existing=True).status is Status.ESCALATED


def test_a_breach_found_while_a_proposal_waits_takes_it_along(app, now, people):
    ticket = a_grave_ticket(now)
    propose_due(now=now + LATE)

    learn(ticket, mandate_base_lost=True)

    assert propose_due(now=now + LATE) == 1
    (escalation,) = escalations()
    assert escalation.state is State.SENT
    assert [each["ground"] for each in escalation.grounds] == ["E6", "E8"]


def test_a_breach_found_after_sending_completes_the_same_escalation(app, now, people):
    ticket = a_grave_ticket(now)
    first = sent(ticket, people.agent, now=now)

    learn(ticket, data_breach=True)

    assert propose_due(now=now + LATE) == 1
    assert propose_due(now=now + LATE) == 0
    (escalation,) = escalations()
    assert escalation.id == first.id
    assert len(copies()) == len(mails("sent")) == 2


def test_a_near_deadline_is_told_to_the_supervisor_at_once(app, now, people):
    a_desk("accueil", people.agent)
    ticket = a_grave_ticket(
        now, category="fonds", subcategory="avance-urgente", deadline_on=now.date() + timedelta(days=2)
    )
    ticket = db.session.get_one(Ticket, ticket.id)
    ticket.deadline_confirmed = True
    ticket.severity = Severity.S1
    db.session.commit()

    propose_due(now=now)

    assert {mail.to_address for mail in mails("proposed")} == {people.agent.email, people.supervisor.email}
    assert escalations()[0].is_loud


@pytest.mark.parametrize(
    ("amount_cents", "severity"), [(None, Severity.S3), (800_00, Severity.S2)], ids=["no amount", "grave"]
)
def test_a_declared_deadline_is_proposed_and_told_at_once_before_anybody_confirmed_it(
    app, now, people, amount_cents, severity
):
    # « E5: declared deadline ≤ 5 business days: propose, notify at once »; the severity alone waits:
    # « S1: E5 once an agent has confirmed the deadline ».
    a_desk("accueil", people.agent)
    ticket = an_urgent_advance(now, days=3, amount_cents=amount_cents)

    assert propose_due(now=now) == 1
    assert propose_due(now=now) == 0

    assert db.session.get_one(Ticket, ticket.id).severity is severity
    (proposal,) = escalations()
    assert (proposal.is_loud, [each["ground"] for each in proposal.grounds]) == (True, ["E5"])
    assert {mail.to_address for mail in mails("proposed")} == {people.agent.email, people.supervisor.email}
    assert all("personne ne l’a encore vérifiée" in mail.text for mail in mails("proposed"))


def test_a_deadline_further_away_is_told_when_it_is_near(app, now, people):
    an_urgent_advance(now, days=14, amount_cents=None)

    assert propose_due(now=now) == 0
    assert propose_due(now=now + timedelta(days=4)) == 0
    assert propose_due(now=now + timedelta(days=7)) == 1


def test_a_flood_of_declared_deadlines_is_three_mails_and_a_digest_for_a_supervisor(app, now, people):
    for _ in range(5):
        an_urgent_advance(now, days=3, amount_cents=None)

    assert propose_due(now=now) == 5

    told = [mail for mail in mails("proposed") if mail.to_address == people.supervisor.email]
    assert len(told) == 3


def an_urgent_advance(now, *, days, amount_cents):
    return a_ticket(
        now,
        category="fonds",
        subcategory="avance-urgente",
        deadline_on=now.date() + timedelta(days=days),
        amount_cents=amount_cents,
    )


def test_one_cause_in_three_organisations_is_proposed_once_for_its_first_grave_dossier(
    app, now, people, organisations
):
    first, *_others = [a_grave_ticket(now, organisation_id=each.id) for each in organisations]

    assert propose_due(now=now) == 1

    (proposal,) = escalations()
    assert proposal.ticket_id == first.id
    assert proposal.grounds[0] == {"ground": "E3", "found": 3, "limit": 3, "until": None}


def test_an_error_on_one_dossier_leaves_the_others(app, now, people, caplog):
    broken, fine = a_grave_ticket(now), a_grave_ticket(now)
    row = db.session.get_one(Ticket, broken.id)
    row.clocks = {"resolution": {"basis": "no such basis"}}
    db.session.commit()

    with pytest.raises(KeyError):
        sweep.look_at([row], now=now)
    db.session.rollback()

    assert propose_due(now=now + LATE) == 1
    assert [each.ticket_id for each in escalations()] == [fine.id]
    assert f"ticket id {broken.id}" in caplog.text


def test_statements_of_a_quiet_sweep_do_not_grow_with_the_dossiers(app, now, people):
    few = counted(now, 3)
    many = counted(now, 30)

    assert few == many <= 8


def counted(now, number):
    for _ in range(number):
        a_grave_ticket(now)
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda *said: seen.append(said[2]))
    propose_due(now=now)
    count = len([each for each in seen if each.startswith("SELECT")])
    seen.clear()
    return count


def test_candidates_are_found_by_an_index_not_by_reading_every_dossier(app, now, people):
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *said: asked.append((said[2], said[3])))

    sweep.list_candidate_ids()

    if db.engine.dialect.name == "sqlite":
        statement, values = asked[-1]
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        assert [row[3] for row in plan if "ticket" in row[3] and "INDEX" not in row[3]] == []
