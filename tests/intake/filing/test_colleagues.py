"""A colleague answers a dossier by mail: with a token of their own and proof, or after confirming."""

import pytest

from helpdesk.db import db
from helpdesk.intake.rules import State, Why
from helpdesk.tickets.notices.service import tell_desk
from helpdesk.tickets.rules import EntryKind, Status
from tests.builders import a_ticket, outgoing
from tests.intake.filing.dossiers import fresh, messages, token_of
from tests.intake.mails import AGENT, ALIGNED, a_mail


def test_a_colleague_answers_with_their_own_token_and_a_proven_sender(take, ticket, people, now):
    row = take(
        a_mail(
            "Nous nous en occupons.",
            sender=AGENT,
            to=token_of(ticket, people.agent.email, now),
            Authentication_Results=ALIGNED,
        )
    )

    assert (row.state, row.why) == (State.FILED, Why.STAFF_WROTE)
    (reply,) = messages(ticket, EntryKind.REPLY)
    assert (reply.author_id, reply.is_public, reply.mail_id) == (people.agent.id, True, row.id)
    assert fresh(ticket).status is Status.OPEN
    assert "tickets/answered" in [mail.event for mail in outgoing()]


def test_a_colleagues_answer_to_a_mail_that_the_member_knows_nothing_of_is_a_note(take, ticket, people, now):
    tell_desk("undelivered", ticket, now=now)
    db.session.commit()
    letter = next(mail for mail in outgoing() if mail.event == "tickets/undelivered")

    take(
        a_mail(
            "Je l’appelle demain.",
            sender=AGENT,
            to=token_of(ticket, people.agent.email, now),
            In_Reply_To=letter.message_id,
            Authentication_Results=ALIGNED,
        )
    )

    (note,) = messages(ticket, EntryKind.NOTE)
    assert (note.author_id, note.is_public) == (people.agent.id, False)
    assert messages(ticket, EntryKind.REPLY) == []


@pytest.mark.parametrize(
    ("own_token", "header"),
    [
        (True, ""),
        (True, "mx.evil.example.net; dmarc=pass header.from=example.org"),
        (True, "mx.example.org; spf=pass smtp.mailfrom=example.org"),
        (False, ALIGNED),
    ],
)
def test_a_colleague_without_token_or_proof_must_confirm(take, ticket, people, now, own_token, header):
    to = token_of(ticket, people.agent.email if own_token else ticket.requester_email, now)
    headers = {"Authentication_Results": header} if header else {}

    row = take(a_mail("Clos, merci.", sender=AGENT, to=to, **headers))

    assert (row.state, row.why) == (State.TO_CHECK, Why.TO_CONFIRM)
    assert messages(ticket, EntryKind.REPLY) == []
    assert fresh(ticket).status is Status.NEW
    letter = next(mail for mail in outgoing() if mail.event == "intake/confirm")
    assert letter.to_address == people.agent.email
    assert "Clos, merci" not in letter.text


def test_a_colleague_who_may_not_see_a_discreet_dossier_is_a_stranger_to_it(take, people, now):
    ticket = a_ticket(now, confidential=True)

    row = take(
        a_mail(
            "Je regarde",
            sender=f"Côme Collegue <{people.colleague.email}>",
            to=token_of(ticket, ticket.requester_email, now),
            Authentication_Results=ALIGNED,
        )
    )

    assert row.why is Why.STRANGER
