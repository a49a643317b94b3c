"""A mail comes in by IMAP, its acknowledgement leaves by SMTP, its answer comes back: real servers all the way."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from pydantic import SecretStr
from sqlalchemy import select

from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.intake.fetching.service import fetch_all
from helpdesk.intake.filing.service import file_waiting
from helpdesk.outbox.delivery import deliver_due
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import EntryKind, EventKind
from tests.builders import a_desk, lines_of
from tests.intake.mails import a_mail
from tests.ports import free_port

MEMBER = "melanie.membre@example.org"
USER = "aide"


class Post:
    """Take what is sent, and keep it with its envelope."""

    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((envelope.mail_from, envelope.rcpt_tos[0], envelope.content))
        return "250 taken"


@pytest.fixture
def post():
    controller = Controller(Post(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def settings(settings, dovecot, post):
    return settings.model_copy(
        update={
            "mailboxes": SecretStr(dovecot.url(USER)),
            "mail_url": f"smtp://127.0.0.1:{post.port}",
        }
    )


def come_in():
    """Fetch and file what is in the mailbox."""
    fetch_all(worker="test", clock=clock.now)
    file_waiting(now=clock.now(), worker="test")


def letters_to(post, address):
    """Send what waits; return what arrived for `address`."""
    deliver_due(now=clock.now() + timedelta(seconds=1), worker="test")
    return [each for each in post.handler.taken if each[1] == address]


def test_a_question_its_acknowledgement_and_the_answer_make_one_dossier(app, dovecot, post):
    a_desk()
    dovecot.deliver(a_mail("J’ai été prélevée deux fois.", sender=MEMBER), user=USER)
    come_in()
    ticket = db.session.scalars(select(Ticket)).one()

    ((envelope_from, _to, raw),) = letters_to(post, MEMBER)
    letter = message_from_bytes(raw, policy=default)
    assert envelope_from in {"", "<>"}
    assert letter["Auto-Submitted"] == "auto-replied"
    reply_to = letter["Reply-To"]
    assert reply_to.startswith("aide+")

    answer = a_mail(
        "Voici mon relevé.\n\nLe 16 nov. 2026 à 10:00, Service d’aide <aide@example.org> a écrit :\n> Bonjour\n",
        sender=MEMBER,
        to=reply_to,
        subject=f"Re: {letter['Subject']}",
        In_Reply_To=letter["Message-ID"],
    )
    dovecot.deliver(answer, user=USER, to=reply_to)
    come_in()

    assert db.session.scalars(select(Ticket)).one().id == ticket.id
    (message,) = [line for line in lines_of(ticket) if line.kind is EntryKind.MESSAGE]
    assert message.body.strip() == "Voici mon relevé."
    assert "> Bonjour" in message.hidden
    assert len(letters_to(post, MEMBER)) == 1

    absent = a_mail(
        "Absente", sender=MEMBER, to=reply_to, subject="Réponse automatique", Auto_Submitted="auto-replied"
    )
    dovecot.deliver(absent, user=USER, to=reply_to)
    come_in()
    assert lines_of(ticket)[-1].event["kind"] == EventKind.MAIL_QUIET
    assert len(letters_to(post, MEMBER)) == 1
