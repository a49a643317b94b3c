"""Whether mail comes in as it should, and who is told when it does not."""

from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import delete

from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.intake.models import IncomingMail, Mailbox
from helpdesk.intake.queries import count_unfiled, mailbox_status
from helpdesk.intake.storing import Delivery, Folder, keep_fetched, mailbox_row
from tests.intake.mails import a_mail
from tests.people import signed_in

NAME = "imaps://aide@mail.example.org:993/INBOX"


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"mailboxes": SecretStr("imaps://aide:hunter2@mail.example.org/INBOX")})


def a_mailbox(now, **values):
    box = mailbox_row(NAME)
    keep_fetched([Delivery(raw=a_mail(str(n)), uid=n) for n in range(3)], Folder(box.id, NAME, 1), now=now)
    box = db.session.get(Mailbox, box.id)
    for name, value in {"ok_at": now, "tried_at": now, "fetched": 3, **values}.items():
        setattr(box, name, value)
    db.session.commit()


def test_a_mailbox_that_works_is_no_alarm(app, now):
    a_mailbox(now)

    (status,) = mailbox_status(now=now)

    assert (status.fetched, status.stored, status.missing, status.is_alarming) == (3, 3, 0, False)


def test_what_was_fetched_and_is_not_stored_is_an_alarm(app, now):
    a_mailbox(now, fetched=5, doubles=1)

    (status,) = mailbox_status(now=now)

    assert (status.missing, status.is_alarming) == (1, True)


def test_mails_that_were_forgotten_in_time_are_not_missed(app, now):
    a_mailbox(now)
    db.session.execute(delete(IncomingMail))
    db.session.commit()

    (status,) = mailbox_status(now=now)

    assert (status.stored, status.missing, status.is_alarming) == (3, 0, False)


def test_a_mailbox_that_was_not_opened_for_a_while_is_an_alarm(app, now):
    a_mailbox(now - timedelta(minutes=11), last_error="cannot be opened")

    assert mailbox_status(now=now)[0].is_late


def test_a_mailbox_that_was_never_opened_is_an_alarm(app, now):
    assert mailbox_status(now=now)[0].is_alarming


def test_mail_that_nobody_files_is_counted(app, now):
    a_mailbox(now)

    assert count_unfiled(now=now + timedelta(minutes=9)) == 0
    assert count_unfiled(now=now + timedelta(minutes=11)) == 3


def test_supervisors_and_operators_are_told_on_every_page_and_agents_are_not(client, people):
    a_mailbox(clock.now() - timedelta(hours=1), last_error="cannot be opened: refused")

    for viewer, is_told in ((people.supervisor, True), (people.agent, False)):
        signed_in(client, viewer)
        assert ("Le courrier n’arrive pas comme prévu" in client.get("/bureau/").text) is is_told
    signed_in(client, people.sysadmin)
    page = client.get("/bureau/courriels/").text
    assert "cannot be opened: refused" in page
    assert "hunter2" not in page
    assert client.get("/readyz").json["late"] is not None
    assert db.session.get(IncomingMail, 1) is not None
