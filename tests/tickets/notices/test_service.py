"""What desks are told: one row in the cause's transaction, then one mail for each person, once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.desks.models import Absence
from helpdesk.outbox.models import OutgoingMail
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.notices import service
from helpdesk.tickets.notices.models import DeskNotice
from helpdesk.tickets.notices.service import send_notices, tell_agents
from tests.builders import a_desk, a_ticket
from tests.people import Cast


@pytest.fixture
def ticket(app: Flask, now, people: Cast) -> Ticket:
    a_desk("accueil", people.agent, people.colleague)
    return a_ticket(now, email="")


def mails() -> list[OutgoingMail]:
    return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def waiting() -> list[DeskNotice]:
    query = select(DeskNotice).order_by(DeskNotice.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def test_a_dossier_leaves_one_notice_whatever_the_size_of_the_desk(ticket, now):
    (notice,) = waiting()

    assert (notice.event, notice.ticket_id, notice.desk_id) == ("new_dossier", ticket.id, ticket.desk_id)
    assert mails() == []


def test_a_notice_becomes_one_mail_for_each_person_once(ticket, now, people: Cast):
    assert [send_notices(now=now), send_notices(now=now)] == [1, 0]

    assert sorted(mail.to_address for mail in mails()) == [people.agent.email, people.colleague.email]
    assert {mail.scope for mail in mails()} == {f"desk:{ticket.desk_id}"}
    assert waiting() == []


def test_who_is_away_when_the_mails_are_made_is_not_written_to(ticket, now, people: Cast):
    away = Absence(person_id=people.agent.id, starts_on=now.date(), ends_on=now.date())
    db.session.add(away)
    db.session.commit()

    send_notices(now=now)

    assert [mail.to_address for mail in mails()] == [people.colleague.email]


def test_a_notice_to_who_has_the_dossier_reaches_nobody_else(ticket, now, people: Cast):
    send_notices(now=now)
    ticket.assignee_id = people.colleague.id
    db.session.commit()

    tell_agents("member_wrote", ticket, now=now)
    db.session.commit()
    send_notices(now=now)

    assert [mail.to_address for mail in mails() if mail.event == "tickets/member_wrote"] == [
        people.colleague.email
    ]


def test_who_caused_it_is_not_told(ticket, now, people: Cast):
    send_notices(now=now)

    tell_agents("assigned", ticket, now=now, but=people.agent)
    db.session.commit()
    send_notices(now=now)

    assert [mail.to_address for mail in mails() if mail.event == "tickets/assigned"] == [
        people.colleague.email
    ]


def test_a_worker_that_dies_while_it_makes_the_mails_leaves_the_notice(ticket, now, monkeypatch):
    def die(rows):
        put(rows)
        raise KeyboardInterrupt

    put = service.post_all
    monkeypatch.setattr(service, "post_all", die)
    with pytest.raises(KeyboardInterrupt):
        send_notices(now=now)
    monkeypatch.undo()

    assert (len(waiting()), mails()) == (1, [])
    assert send_notices(now=now) == 1
    assert len(mails()) == 2


def test_a_notice_that_cannot_be_made_into_mails_lets_others_pass_and_comes_again(ticket, now, caplog):
    db.session.add(
        DeskNotice(
            event="of_another_version",
            ticket_id=ticket.id,
            desk_id=ticket.desk_id,
            created_at=now,
            due_at=now - timedelta(minutes=1),
        )
    )
    db.session.commit()

    assert send_notices(now=now) == 1

    assert len(mails()) == 2
    (kept,) = waiting()
    assert kept.event == "of_another_version"
    assert kept.due_at == now + service.AGAIN_AFTER
    assert "could not be made into mails" in caplog.text


def test_a_dossier_done_before_the_mails_are_made_is_no_news(ticket, now):
    db.session.get_one(Ticket, ticket.id).status = "resolved"
    db.session.commit()

    send_notices(now=now)

    assert mails() == []
    assert waiting() == []
