"""Automatic mail, our own mail, failure notices and complaints: noted, never answered, never anybody's message."""

import pytest
from sqlalchemy import func, select

from helpdesk.db import db
from helpdesk.intake.rules import State, Why
from helpdesk.outbox.identity import instance_id
from helpdesk.outbox.models import Suppression
from helpdesk.outbox.reply_tokens import keep_reply_token, reply_address
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import EventKind
from tests.builders import lines_of, outgoing
from tests.intake.mails import a_mail

BOUNCE = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.net
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail system could not deliver your message.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; melanie.membre@example.org
Action: failed
Status: {status}
Diagnostic-Code: smtp; {code} {status} no such user

--b
Content-Type: message/rfc822

Message-ID: {message_id}
Subject: bonjour

corps
--b--
"""
COMPLAINT = """\
From: fbl@provider.example.net
To: retours@example.org
Subject: Abuse report
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an abuse report.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: x/1
Version: 1

--b
Content-Type: message/rfc822

Message-ID: {message_id}
Subject: bonjour

corps
--b--
"""


@pytest.fixture
def letter(ticket):
    return next(mail for mail in outgoing() if mail.to_address == ticket.requester_email)


def state_of(ticket):
    db.session.expire_all()
    return (ticket.version, ticket.status, ticket.due_at, ticket.clocks)


def kinds(ticket):
    return [line.event["kind"] for line in lines_of(ticket) if line.event]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"X_Autoreply": "yes"},
        {"Precedence": "bulk"},
        {"subject": "Réponse automatique : Votre demande"},
        {"subject": "Absence du bureau"},
        {"List_Id": "<nouvelles.example.org>"},
    ],
)
def test_an_automatic_answer_leaves_a_quiet_line_and_changes_nothing(take, ticket, now, headers):
    thread = f"ticket:{ticket.reference}"
    keep_reply_token(thread, ticket.requester_email, now=now)
    before, mails = state_of(ticket), len(outgoing())

    row = take(a_mail("Je suis absente", to=reply_address(thread, ticket.requester_email), **headers))

    assert (row.state, row.why, row.ticket_id) == (State.SILENT, Why.AUTOMATIC, ticket.id)
    assert state_of(ticket) == before
    assert kinds(ticket)[-1] == EventKind.MAIL_QUIET
    assert len(outgoing()) == mails


def test_an_automatic_mail_about_nothing_opens_nothing(take):
    row = take(a_mail("Notre lettre", List_Unsubscribe="<https://example.net/x>"))

    assert (row.state, row.ticket_id) == (State.SILENT, None)
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 0


def test_an_automatic_mail_of_a_stranger_leaves_no_trace_on_a_dossier(take, ticket):
    row = take(
        a_mail(
            "Absent",
            sender="x@elsewhere.example.net",
            subject=f"Absence : [Dossier {ticket.reference}]",
            Auto_Submitted="auto-replied",
        )
    )

    assert (row.state, row.ticket_id) == (State.SILENT, None)
    assert EventKind.MAIL_QUIET not in kinds(ticket)


def test_our_own_mail_coming_back_is_dropped(take, ticket, letter):
    rows = [
        take(a_mail("retour", X_Helpdesk_Loop=instance_id())),
        take(a_mail("retour aussi", message_id=letter.message_id)),
    ]

    assert {(row.state, row.why) for row in rows} == {(State.SILENT, Why.OWN_MAIL)}


def test_a_colleague_on_our_own_domain_is_not_taken_for_ourselves(take):
    row = take(a_mail("Bonjour", message_id="<abc@example.org>"))

    assert row.why is Why.OPENED


@pytest.mark.parametrize("by_token", [True, False])
def test_a_failure_notice_marks_the_mail_and_its_dossier(take, ticket, letter, by_token):
    letter.state = "sent"
    db.session.commit()
    to = f"retours+{letter.bounce_token}@example.org" if by_token else "aide@example.org"
    message_id = "<unknown@x>" if by_token else letter.message_id

    row = take(BOUNCE.format(to=to, status="5.1.1", code=550, message_id=message_id).encode())

    assert (row.state, row.why, row.ticket_id) == (State.SILENT, Why.BOUNCE, ticket.id)
    db.session.refresh(letter)
    assert letter.bounced_at is not None
    suppressed = db.session.scalar(select(Suppression.suppressed_at))
    assert (suppressed is not None) is by_token


def test_a_failure_notice_about_nothing_of_ours_opens_nothing(take):
    row = take(BOUNCE.format(to="aide@example.org", status="5.1.1", code=550, message_id="<x@y>").encode())

    assert (row.state, row.why, row.ticket_id) == (State.SILENT, Why.BOUNCE, None)
    assert outgoing() == []


@pytest.mark.parametrize("token", ["own", "madeup"])
def test_a_complaint_must_know_the_return_address_of_the_mail(take, ticket, letter, token):
    sender = f"retours+{letter.bounce_token if token == 'own' else token}@example.org"
    raw = COMPLAINT.format(message_id=letter.message_id).replace(
        "Version: 1\n", f"Version: 1\nOriginal-Mail-From: <{sender}>\n"
    )

    row = take(raw.encode())

    assert (row.state, row.why) == (State.SILENT, Why.COMPLAINT)
    suppressed = db.session.scalar(select(Suppression.suppressed_at))
    assert (suppressed is not None) is (token == "own")
