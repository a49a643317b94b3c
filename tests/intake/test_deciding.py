"""What is decided about a mail that waits: by an agent at the desk, or by who wrote it."""

from sqlalchemy import select

from helpdesk.db import db
from helpdesk.intake.models import IncomingMail
from helpdesk.intake.rules import State, Why
from helpdesk.outbox.reply_tokens import keep_reply_token, reply_address
from helpdesk.tickets.models import Attachment, Ticket
from helpdesk.tickets.rules import EntryKind
from tests.builders import lines_of, outgoing
from tests.intake.mails import a_mail


def again(row):
    db.session.rollback()
    return db.session.scalars(
        select(IncomingMail).where(IncomingMail.id == row.id).execution_options(populate_existing=True)
    ).one()


def test_a_held_mail_becomes_the_members_message_once_an_agent_says_so(agent, held, ticket):
    done = agent.post(
        f"/bureau/courrier-recu/{held.id}/rattacher",
        data={"reference": ticket.reference.lower(), "kind": "member"},
    )

    assert done.status_code == 302
    row = again(held)
    assert (row.state, row.why, row.ticket_id) == (State.FILED, Why.BY_HAND, ticket.id)
    messages = [line for line in lines_of(ticket) if line.kind is EntryKind.MESSAGE]
    assert ["autre boîte" in line.body for line in messages] == [True]
    assert db.session.scalar(select(Attachment.name)) == "a.png"


def test_a_held_mail_becomes_a_note_that_the_member_does_not_see(agent, held, ticket):
    agent.post(
        f"/bureau/courrier-recu/{held.id}/rattacher", data={"reference": ticket.reference, "kind": "note"}
    )

    (note,) = [line for line in lines_of(ticket) if line.kind is EntryKind.NOTE]
    assert "sylvain@elsewhere.example.net" in note.body
    assert not note.is_public


def test_a_held_mail_opens_a_dossier_of_its_own(agent, held, ticket):
    done = agent.post(f"/bureau/courrier-recu/{held.id}/ouvrir")

    row = again(held)
    opened = db.session.get(Ticket, row.ticket_id)
    assert opened.id != ticket.id
    assert done.location.endswith(opened.reference)
    assert opened.requester_email == "sylvain@elsewhere.example.net"


def test_a_mail_decided_twice_is_decided_once(agent, held, ticket):
    agent.post(f"/bureau/courrier-recu/{held.id}/ouvrir")

    assert agent.post(f"/bureau/courrier-recu/{held.id}/ouvrir").status_code == 409
    assert len(db.session.scalars(select(Ticket)).all()) == 2


def test_a_held_mail_is_ignored_and_stays_where_it_can_be_found(agent, held):
    agent.post(f"/bureau/courrier-recu/{held.id}/ignorer")

    assert again(held).state is State.IGNORED
    assert "Sylvain" in agent.get("/bureau/courrier-recu/?etat=ignored").text


def test_an_unknown_reference_is_said_beside_the_form(agent, held):
    done = agent.post(
        f"/bureau/courrier-recu/{held.id}/rattacher", data={"reference": "K7Q-482", "kind": "note"}
    )

    assert done.status_code == 422
    assert "Aucun dossier ne porte cette référence" in done.text


def test_a_colleague_confirms_by_the_link_in_their_mailbox(client, take, ticket, people, now):
    thread = f"ticket:{ticket.reference}"
    keep_reply_token(thread, people.agent.email, now=now)
    row = take(
        a_mail("Nous avons corrigé.", sender=people.agent.email, to=reply_address(thread, people.agent.email))
    )
    letter = next(mail for mail in outgoing() if mail.event == "intake/confirm")
    address = next(line for line in letter.text.splitlines() if "/courrier/confirmer/" in line).strip()
    path = address.removeprefix("http://localhost")

    assert "Nous avons corrigé" in client.get(path).text
    assert again(row).state is State.TO_CHECK
    assert client.post(path).status_code == 200

    assert (again(row).state, again(row).why) == (State.FILED, Why.STAFF_WROTE)
    (reply,) = [line for line in lines_of(ticket) if line.kind is EntryKind.REPLY]
    assert reply.author_id == people.agent.id
    assert client.post(path).status_code == 404
    assert client.get("/courrier/confirmer/" + "x" * 43).status_code == 404


def test_a_guess_is_shown_until_somebody_checks_it(agent, take):
    row = take(a_mail(subject="Double prélèvement"))
    ticket = db.session.get(Ticket, row.ticket_id)
    address = f"/bureau/dossiers/{ticket.reference}"
    assert "Deviné d’après le courriel, à vérifier" in agent.get(address).text
    assert "C’est juste" in agent.get(address).text

    agent.post(f"/bureau/courrier-recu/{row.id}/verifie")

    assert "C’est juste" not in agent.get(address).text
