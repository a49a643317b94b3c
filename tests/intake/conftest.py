"""A mail server of our own, an installation that reads mail, and the desk that takes what comes in."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.intake.filing.service import file_waiting
from helpdesk.intake.models import IncomingMail
from helpdesk.intake.storing import Delivery, keep
from helpdesk.outbox.reply_tokens import keep_reply_token, reply_address
from tests.builders import a_desk, a_ticket
from tests.intake.dovecot import Dovecot, running_dovecot, why_not
from tests.intake.mails import PNG, STRANGER, a_mail
from tests.people import signed_in

Take = Callable[..., IncomingMail]


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with running_dovecot() as server:
        yield server


@pytest.fixture
def settings(settings):
    return settings.model_copy(
        update={
            "mail_inbound_address": "aide@example.org",
            "mail_bounce_address": "retours@example.org",
            "mail_authserv_id": "mx.example.org",
        }
    )


@pytest.fixture
def take(app, people, now) -> Take:
    """Hand a mail over and file it: `take(a_mail(…))` returns its row."""
    a_desk("accueil", people.agent)

    def taken(raw: bytes, *, at: datetime = now, **envelope: str) -> IncomingMail:
        number = keep(Delivery(raw=raw, **envelope), now=at)
        file_waiting(now=at, worker="test")
        query = select(IncomingMail).order_by(IncomingMail.id.desc()).limit(1)
        if number is not None:
            query = select(IncomingMail).where(IncomingMail.id == number)
        return db.session.scalars(query.execution_options(populate_existing=True)).one()

    return taken


@pytest.fixture
def ticket(take, now):
    return a_ticket(now)


@pytest.fixture
def agent(client, people):
    return signed_in(client, people.agent)


@pytest.fixture
def held(take, ticket, now):
    """A stranger's mail with the member's address to answer to."""
    thread = f"ticket:{ticket.reference}"
    keep_reply_token(thread, ticket.requester_email, now=now)
    to = reply_address(thread, ticket.requester_email)
    return take(
        a_mail(
            "C’est moi, depuis une autre boîte", sender=STRANGER, to=to, files=(("a.png", "image/png", PNG),)
        )
    )
