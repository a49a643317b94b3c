"""A mail that does not arrive shows in its dossier, once, and brings the dossier back to the desk."""

import pytest
from sqlalchemy import delete, select, update

from helpdesk.db import db, transactional
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.rules import Reason, State
from helpdesk.tickets.event_labels import event_sentence
from helpdesk.tickets.follow.service import member_reply
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.notices.service import send_notices
from helpdesk.tickets.progress import apply
from helpdesk.tickets.queries import lock_ticket
from helpdesk.tickets.rules import Action, Status
from helpdesk.tickets.undelivered import queries
from helpdesk.tickets.undelivered.service import tell_undelivered
from helpdesk.tickets.work.calls import log_call
from helpdesk.tickets.work.rules import CallOutcome
from tests.builders import a_desk, a_ticket, as_seen, lines_of, outgoing

MEMBER = "melanie.membre@example.org"


@pytest.fixture
def desk(app, people):
    return a_desk("accueil", people.agent)


@transactional
def give_up(address: str, reason: Reason = Reason.UNKNOWN_ADDRESS) -> None:
    values = {"state": State.DEAD, "reason": reason}
    db.session.execute(update(OutgoingMail).where(OutgoingMail.to_address == address).values(**values))


@transactional
def settle(address: str, now) -> None:
    values = {"state": State.SENT, "sent_at": now}
    db.session.execute(update(OutgoingMail).where(OutgoingMail.to_address == address).values(**values))


@transactional
def make_wait(ticket: Ticket, *, now) -> None:
    apply(lock_ticket(ticket.id), Action.WAIT, now=now)


@transactional
def forget(tickets: list[Ticket]) -> None:
    """Take the dossiers away as somebody would who erases them; the outbox stays."""
    db.session.execute(delete(Ticket).where(Ticket.id.in_([each.id for each in tickets])))


def refreshed(ticket: Ticket) -> Ticket:
    db.session.rollback()
    return db.session.get_one(Ticket, ticket.id, populate_existing=True)


def told(ticket: Ticket) -> list[str]:
    lines = [line for line in lines_of(ticket) if line.event and line.event["kind"].startswith("mail_")]
    assert not any(line.is_public for line in lines)
    return [event_sentence(line.event) for line in lines]


def test_a_dead_mail_is_told_once_with_its_reason_and_marks_the_dossier(desk, people, now):
    ticket = a_ticket(now)
    give_up(MEMBER)

    assert tell_undelivered(now=now) == 1
    assert tell_undelivered(now=now) == 0

    assert told(ticket) == [
        "Un courriel n’est pas arrivé à l’adhérent\u00a0: appelez-le. "
        "L’adresse n’existe pas ou ne reçoit pas de courriel. Vérifiez-la."
    ]
    assert refreshed(ticket).mail_failure == "unknown_address"
    to_agents = [mail for mail in outgoing() if mail.event == "tickets/undelivered"]
    assert [mail.to_address for mail in to_agents] == [people.agent.email]


def test_a_dossier_waits_no_longer_for_an_answer_to_a_mail_nobody_read(desk, now):
    ticket = a_ticket(now)
    make_wait(ticket, now=now)
    give_up(MEMBER)

    tell_undelivered(now=now)

    after = refreshed(ticket)
    assert after.status is Status.OPEN
    assert after.paused_at is None
    assert after.due_at is not None


def test_a_mail_to_a_colleague_is_told_without_asking_to_phone_the_member(desk, people, now):
    ticket = a_ticket(now)
    send_notices(now=now)
    give_up(people.agent.email, Reason.MAILBOX_FULL)

    tell_undelivered(now=now)

    assert told(ticket) == [
        f"Un courriel n’est pas arrivé à {people.agent.email}. La boîte du destinataire est pleine."
    ]
    assert refreshed(ticket).mail_failure is None
    assert not [mail for mail in outgoing() if mail.event == "tickets/undelivered"]


def test_no_flood_of_mail_while_our_own_server_was_down(desk, now):
    ticket = a_ticket(now)
    give_up(MEMBER, Reason.NO_SERVER)

    tell_undelivered(now=now)

    assert refreshed(ticket).mail_failure == "no_server"
    assert not [mail for mail in outgoing() if mail.event == "tickets/undelivered"]


def test_what_leaves_after_all_takes_the_mark_away_once(desk, now):
    ticket = a_ticket(now)
    give_up(MEMBER)
    tell_undelivered(now=now)
    settle(MEMBER, now)

    assert tell_undelivered(now=now) == 1
    assert tell_undelivered(now=now) == 0

    assert told(ticket)[-1] == "Le courriel qui n’était pas arrivé est finalement parti"
    assert refreshed(ticket).mail_failure is None


def test_a_call_that_reaches_the_member_takes_the_mark_away(desk, people, now):
    ticket = a_ticket(now)
    give_up(MEMBER)
    tell_undelivered(now=now)

    log_call(as_seen(ticket, people.agent), CallOutcome.NO_ANSWER, note="", now=now)
    still = refreshed(ticket).mail_failure
    log_call(as_seen(ticket, people.agent), CallOutcome.REACHED, note="", now=now)

    assert still == "unknown_address"
    assert refreshed(ticket).mail_failure is None


def test_a_member_who_writes_takes_the_mark_away(desk, now):
    ticket = a_ticket(now)
    give_up(MEMBER)
    tell_undelivered(now=now)

    member_reply(ticket.id, "Je vous lis ici.", now=now)

    assert refreshed(ticket).mail_failure is None


def test_one_dossier_that_cannot_be_told_does_not_hide_the_others(desk, now):
    first, second = a_ticket(now), a_ticket(now, email="autre@example.org")
    give_up(MEMBER)
    give_up("autre@example.org")
    thread = f"ticket:{first.reference}"
    db.session.execute(
        update(OutgoingMail).where(OutgoingMail.thread == thread).values(thread="ticket:AAA-AAA")
    )
    db.session.commit()

    assert tell_undelivered(now=now) == 1
    assert refreshed(second).mail_failure == "unknown_address"
    assert db.session.scalar(select(Ticket.mail_failure).where(Ticket.id == first.id)) is None


def test_mails_about_dossiers_that_are_gone_hold_up_nobody(desk, now, monkeypatch):
    monkeypatch.setattr(queries, "AT_MOST", 2)
    gone = [a_ticket(now) for _ in range(5)]
    ticket = a_ticket(now)
    forget(gone)
    give_up(MEMBER)

    assert tell_undelivered(now=now) == 1

    assert len(told(ticket)) == 1


def test_a_mail_sent_again_that_comes_back_after_all_is_told_again(desk, now):
    ticket = a_ticket(now)
    give_up(MEMBER)
    tell_undelivered(now=now)
    settle(MEMBER, now)
    tell_undelivered(now=now)
    give_up(MEMBER)

    assert tell_undelivered(now=now) == 1
    assert tell_undelivered(now=now) == 0

    assert len(told(ticket)) == 3
    assert refreshed(ticket).mail_failure == "unknown_address"
