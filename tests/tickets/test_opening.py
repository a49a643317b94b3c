"""Opening a dossier: stored once, with its history, its link, its mail and its notice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from helpdesk.core.topics import Severity
from helpdesk.db import db
from helpdesk.desks.models import Absence
from helpdesk.tickets.models import FollowLink, Ticket
from helpdesk.tickets.opening import open_ticket, store
from helpdesk.tickets.readying import make_ready
from helpdesk.tickets.rules import EntryKind, EventKind, Status
from tests.builders import a_complaint, a_desk, a_rule, an_organisation, lines_of, outgoing
from tests.people import Cast
from tests.statements import counted_statements


def test_a_complaint_becomes_a_new_dossier_at_the_usual_desk(app: Flask, now):
    a_desk("accueil")
    desk = a_desk("prelevements")

    opened = open_ticket(a_complaint(), now=now)

    ticket = db.session.get_one(Ticket, opened.ticket.id)
    assert (ticket.status, ticket.version, ticket.desk_id) == (Status.NEW, 1, desk.id)
    assert ticket.severity is Severity.S3
    assert ticket.due_at == ticket.first_answer_due_at == now + timedelta(days=1)


def test_the_history_says_why_and_members_see_only_the_complaint(app: Flask, now):
    a_rule(a_desk(), categories=["prelevement"])

    ticket = open_ticket(a_complaint(), now=now).ticket

    complaint, routed, severity = lines_of(ticket)
    assert (complaint.kind, complaint.is_public) == (EntryKind.COMPLAINT, True)
    assert complaint.author_name == "Mélanie Membre"
    assert routed.event["kind"] == EventKind.ROUTED
    assert routed.event["matched"] == [["category", ["prelevement"]]]
    assert (severity.event["to"], severity.event["reasons"][0]["cause"]) == ("S3", "topic")
    assert not routed.is_public
    assert not severity.is_public


def test_a_second_submit_of_the_form_finds_the_first_dossier(app: Flask, now):
    a_desk()
    complaint = a_complaint(submission_key="k" * 43)

    first = open_ticket(complaint, now=now)
    second = open_ticket(complaint, now=now)

    assert (first.is_new, second.is_new) == (True, False)
    assert second.ticket.id == first.ticket.id
    assert db.session.scalar(select(func.count(Ticket.id))) == 1
    assert len(outgoing()) == 2


def test_submits_at_the_same_moment_open_one_dossier(app: Flask, now):
    a_desk()
    complaint = a_complaint(submission_key="k" * 43)

    def submit(_number: int) -> int:
        with app.app_context():
            return open_ticket(complaint, now=now).ticket.id

    with ThreadPoolExecutor(4) as threads:
        found = set(threads.map(submit, range(8)))

    assert len(found) == 1
    assert db.session.scalar(select(func.count(Ticket.id))) == 1


def test_the_same_form_with_another_text_loses_nothing(app: Flask, now):
    a_desk()

    first = open_ticket(a_complaint(submission_key="k" * 43), now=now)
    other = open_ticket(a_complaint(submission_key="k" * 43, body="Autre chose."), now=now)

    assert other.ticket.id != first.ticket.id


def test_the_requester_gets_a_neutral_mail_with_a_private_link(app: Flask, now):
    a_desk("accueil", hours="lun-ven 09:00-12:30")

    opened = open_ticket(a_complaint(), now=now)

    mail = next(mail for mail in outgoing() if mail.event == "tickets/received")
    assert mail.to_address == "melanie.membre@example.org"
    assert mail.subject == f"[Dossier {opened.ticket.reference}] Votre demande est enregistrée"
    assert f"http://localhost/suivi/{opened.token}\n" in mail.text
    assert "du lundi au vendredi, de 9\u00a0h à 12\u00a0h\u00a030" in mail.text
    assert "au plus tard le" in mail.text
    for word in ("prélev", "deux fois", "Mélanie"):
        assert word not in mail.text + mail.subject
    assert mail.useless_after is not None


def test_only_the_hash_of_the_link_is_stored(app: Flask, now):
    a_desk()

    opened = open_ticket(a_complaint(), now=now)

    link = db.session.scalars(select(FollowLink)).one()
    assert link.id == opened.link_id
    assert opened.token not in link.token_hash
    assert link.expires_at == now + timedelta(days=365)


def test_without_an_address_nobody_outside_is_written_to(app: Flask, now):
    a_desk()

    open_ticket(a_complaint(email="", phone="+33199001234"), now=now)

    assert [mail.event for mail in outgoing()] == ["tickets/new_dossier"]


def test_each_agent_of_the_desk_who_is_here_gets_one_mail(app: Flask, now, people: Cast):
    a_desk("accueil", people.agent, people.colleague)
    a_desk("comptes", people.supervisor)

    open_ticket(a_complaint(email=""), now=now)

    assert sorted(mail.to_address for mail in outgoing()) == [people.agent.email, people.colleague.email]


def test_who_stands_in_is_written_to_instead(app: Flask, now, people: Cast):
    a_desk("accueil", people.agent)
    db.session.add(
        Absence(
            person_id=people.agent.id,
            starts_on=now.date(),
            ends_on=now.date(),
            substitute_id=people.supervisor.id,
        )
    )
    db.session.commit()

    open_ticket(a_complaint(email=""), now=now)

    assert [mail.to_address for mail in outgoing()] == [people.supervisor.email]


def test_a_desk_where_everybody_is_away_is_written_to_all_the_same(app: Flask, now, people: Cast):
    a_desk("accueil", people.agent)
    db.session.add(Absence(person_id=people.agent.id, starts_on=now.date(), ends_on=now.date()))
    db.session.commit()

    open_ticket(a_complaint(email=""), now=now)

    assert [mail.to_address for mail in outgoing()] == [people.agent.email]


def test_storing_only_inserts_so_that_others_wait_as_little_as_may_be(app: Flask, now):
    a_rule(a_desk("accueil"), position=1)
    organisation = an_organisation(now, "Fédération")

    ready = make_ready(a_complaint(organisation_id=organisation.id), now=now)
    with counted_statements() as stored:
        store(ready)

    assert ready.mails[0].thread == f"ticket:{ready.ticket.reference}"
    assert all(each.startswith("INSERT") for each in stored), stored


def test_a_taken_reference_is_replaced_in_the_mail_too(app: Flask, now):
    a_rule(a_desk("accueil"), position=1)
    first = make_ready(a_complaint(), now=now)
    second = make_ready(a_complaint(), now=now)
    second.ticket.reference = first.ticket.reference
    store(first)

    opened = store(second)

    mail = outgoing()[-1]
    assert opened.ticket.reference != first.ticket.reference
    assert mail.thread == f"ticket:{opened.ticket.reference}"
    assert opened.ticket.reference in mail.text


def test_the_number_of_statements_does_not_grow(app: Flask, now, people: Cast):
    federation = an_organisation(now, "Fédération")
    union = an_organisation(now, "Syndicat", parent=federation)
    a_desk("accueil", people.agent, people.colleague, people.supervisor)
    for position in range(1, 30):
        a_rule(a_desk(f"d{position}"), position=position, ancestor_ids=[1000 + position])
    a_rule(a_desk("accueil"), position=30)
    of_union = a_complaint(organisation_id=union.id)
    open_ticket(a_complaint(), now=now)

    with counted_statements() as plain:
        open_ticket(a_complaint(callback_wanted=True), now=now)
    with counted_statements() as full:
        open_ticket(of_union, now=now)

    assert len(plain) == 6, plain
    assert len(full) == 7, full
