"""A member's mail that continues a dossier: how it is recognised, with what files, and what strangers get."""

from datetime import timedelta

import pytest

from helpdesk.db import db
from helpdesk.intake import deciding
from helpdesk.intake.rules import State, Why
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.progress import apply
from helpdesk.tickets.queries import lock_ticket
from helpdesk.tickets.rules import Action, EventKind, Status
from helpdesk.tickets.work.merging.service import merge
from tests.builders import a_ticket, as_seen, lines_of, outgoing
from tests.intake.filing.dossiers import fresh, messages, token_of
from tests.intake.mails import MEMBER, STRANGER, a_mail


def close(ticket, at):
    locked = lock_ticket(ticket.id)
    apply(locked, Action.RESOLVE, now=at)
    apply(locked, Action.CLOSE, now=at)
    db.session.commit()


def test_the_member_answers_by_their_own_address_to_answer_to(take, ticket, now):
    row = take(
        a_mail("Voici ma réponse", sender=MEMBER, to=token_of(ticket, "melanie.membre@example.org", now))
    )

    assert (row.state, row.why, row.ticket_id) == (State.FILED, Why.MEMBER_WROTE, ticket.id)
    (message,) = messages(ticket)
    assert (message.body.strip(), message.author_name, message.is_public) == (
        "Voici ma réponse",
        "Mélanie Membre",
        True,
    )
    assert message.mail_id == row.id


def test_a_token_is_found_in_the_envelope_too(take, ticket, now):
    to = token_of(ticket, "melanie.membre@example.org", now).upper()

    row = take(a_mail("Réponse", sender=MEMBER, to="undisclosed-recipients:;"), envelope_to=to)

    assert row.why is Why.MEMBER_WROTE


def test_the_member_answers_by_reference_to_our_mail(take, ticket, now):
    letter = next(mail for mail in outgoing() if mail.to_address == ticket.requester_email)

    row = take(a_mail("Réponse", sender=MEMBER, subject="Re: bonjour", In_Reply_To=letter.message_id))

    assert (row.why, row.ticket_id) == (Why.MEMBER_WROTE, ticket.id)


def test_the_member_answers_by_reference_to_their_own_first_mail(take, now):
    first = take(a_mail(sender=MEMBER, message_id="<one@membre.example.org>"))

    row = take(a_mail("Suite", sender=MEMBER, subject="Suite", References="<x@y> <one@membre.example.org>"))

    assert (row.why, row.ticket_id) == (Why.MEMBER_WROTE, first.ticket_id)


def test_the_member_answers_by_the_number_in_the_subject(take, ticket):
    row = take(a_mail("Suite", sender=MEMBER, subject=f"RE: [Dossier {ticket.reference}] Votre demande"))

    assert (row.why, row.ticket_id) == (Why.MEMBER_WROTE, ticket.id)


def test_a_member_whose_name_our_server_calls_forged_waits_for_an_agent(take, ticket):
    row = take(
        a_mail(
            "Donnez-moi tout",
            sender=MEMBER,
            subject=f"[Dossier {ticket.reference}]",
            Authentication_Results="mx.example.org; dmarc=fail header.from=example.org",
        )
    )

    assert (row.state, row.why) == (State.TO_CHECK, Why.FORGED)
    assert messages(ticket) == []


def test_a_stranger_with_a_leaked_token_is_held_and_shown_to_nobody_but_agents(take, ticket, now):
    before = fresh(ticket).version

    row = take(a_mail("Je suis Mélanie", sender=STRANGER, to=token_of(ticket, ticket.requester_email, now)))

    assert (row.state, row.why, row.ticket_id) == (State.TO_CHECK, Why.STRANGER, ticket.id)
    assert messages(ticket) == []
    assert (fresh(ticket).version, fresh(ticket).status) == (before, Status.NEW)
    held = [line for line in lines_of(ticket) if line.event and line.event["kind"] == EventKind.MAIL_HELD]
    assert [line.is_public for line in held] == [False]
    assert not [mail for mail in outgoing() if "elsewhere" in mail.to_address]


@pytest.mark.parametrize("way", ["subject", "references"])
def test_a_stranger_who_knows_a_number_gets_a_dossier_of_their_own(take, ticket, way):
    letter = next(mail for mail in outgoing() if mail.to_address == ticket.requester_email)
    before = len(lines_of(ticket))
    known = (
        {"subject": f"[Dossier {ticket.reference}]"}
        if way == "subject"
        else {
            "subject": "Re: bonjour",
            "In_Reply_To": letter.message_id,
        }
    )

    row = take(a_mail("Et mon dossier ?", sender=STRANGER, **known))

    assert (row.state, row.why) == (State.FILED, Why.OPENED_LINKED)
    assert row.ticket_id != ticket.id
    assert len(lines_of(ticket)) == before
    answer = next(mail for mail in outgoing() if "elsewhere" in mail.to_address)
    assert ticket.reference not in answer.text + answer.subject


def test_an_answer_soon_after_the_end_opens_the_dossier_again(take, ticket, now):
    close(ticket, now)

    later = now + timedelta(days=29)
    row = take(
        a_mail("Cela recommence", sender=MEMBER, to=token_of(ticket, ticket.requester_email, now)), at=later
    )

    assert row.ticket_id == ticket.id
    assert fresh(ticket).status is Status.OPEN


def test_an_answer_long_after_the_end_opens_a_new_dossier_linked_both_ways(take, ticket, now):
    close(ticket, now)

    later = now + timedelta(days=31)
    row = take(
        a_mail("Cela recommence", sender=MEMBER, to=token_of(ticket, ticket.requester_email, now)), at=later
    )

    assert row.why is Why.OPENED_LINKED
    assert row.ticket_id != ticket.id
    assert fresh(ticket).status is Status.CLOSED
    for each in (ticket, db.session.get(Ticket, row.ticket_id)):
        assert [line for line in lines_of(each) if line.event and line.event["kind"] == EventKind.LINKED]


def test_an_answer_to_a_dossier_that_was_merged_goes_to_the_one_that_has_its_history(
    take, ticket, now, people
):
    target = a_ticket(now, subject="Le même souci")
    to = token_of(ticket, "melanie.membre@example.org", now)
    merge(as_seen(ticket, people.agent), target.reference, now=now)

    by_token = take(a_mail("Par le jeton", sender=MEMBER, to=to))
    by_subject = take(a_mail("Par l’objet", sender=MEMBER, subject=f"Re: [Dossier {ticket.reference}]"))

    assert {by_token.ticket_id, by_subject.ticket_id} == {target.id}
    assert [line.body.strip() for line in messages(target)] == ["Par le jeton", "Par l’objet"]


def test_a_member_whose_files_are_refused_later_on_is_told_once_how_to_send_them(take, ticket, now):
    to = token_of(ticket, "melanie.membre@example.org", now)
    virus = (("virus.exe", "application/octet-stream", b"MZ" + b"\0" * 300),)

    take(a_mail("Le fichier", sender=MEMBER, to=to, files=virus))

    (told,) = [mail for mail in outgoing() if mail.event == "tickets/files_refused"]
    assert (told.to_address, told.auto_reply) == (ticket.requester_email, True)
    assert told.in_reply_to
    assert "virus.exe" in told.text
    assert [line.body.strip() for line in messages(ticket)] == ["Le fichier"]


def test_files_of_somebody_else_are_refused_without_a_word_to_the_requester(take, ticket, now):
    to = token_of(ticket, "melanie.membre@example.org", now)
    virus = (("virus.exe", "application/octet-stream", b"MZ" + b"\0" * 300),)
    ticket.requester_email = "quelqu-un.d-autre@example.org"
    db.session.commit()

    take(a_mail("Le fichier", sender=MEMBER, to=to, files=virus))

    assert [mail for mail in outgoing() if mail.event == "tickets/files_refused"] == []


def test_a_mail_under_the_message_id_of_another_still_says_so_once_it_is_filed_by_hand(
    take, ticket, now, people
):
    to = token_of(ticket, ticket.requester_email, now)
    take(a_mail("La première", sender=MEMBER, message_id="<one@example.org>"))
    row = take(a_mail("Je suis Mélanie", sender=STRANGER, to=to, message_id="<one@example.org>"))
    assert "Message-ID" in row.detail

    deciding.open_dossier(row.id, by=people.agent, now=now)

    db.session.refresh(row)
    assert row.state is State.FILED
    assert "Message-ID" in row.detail
