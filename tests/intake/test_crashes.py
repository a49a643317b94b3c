"""Real workers, really killed, with a real mail server: no mail is lost, none opens two dossiers."""

import os
import random
import subprocess
import sys
import threading
import time

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from helpdesk.db import db
from helpdesk.intake.models import IncomingMail
from helpdesk.intake.queries import mailbox_status
from helpdesk.intake.rules import State
from helpdesk.outbox.models import OutgoingMail
from helpdesk.tickets.models import Ticket
from tests.builders import a_desk
from tests.intake.mails import a_mail

pytestmark = pytest.mark.slow

MAILS = 200
KILLS = 6
USER = "crashes"


@pytest.fixture
def settings(settings, dovecot):
    return settings.model_copy(update={"mailboxes": SecretStr(dovecot.url(USER))})


@pytest.fixture
def start_worker(settings):
    """Start a worker of this installation; all of them are killed in the end."""
    started = []
    environment = {
        **os.environ,
        "HELPDESK_MODE": settings.mode.value,
        "HELPDESK_INSTANCE_DIR": str(settings.instance_dir),
        "HELPDESK_BASE_URL": settings.base_url,
        "HELPDESK_SECRET_KEY": settings.secret_key.get_secret_value(),
        "HELPDESK_DATABASE_URL": settings.database_url,
        "HELPDESK_MAIL_URL": settings.mail_url,
        "HELPDESK_MAILBOXES": settings.mailboxes.get_secret_value(),
        "HELPDESK_LOG_LEVEL": "ERROR",
    }

    def start():
        worker = subprocess.Popen([sys.executable, "-m", "helpdesk", "worker"], env=environment)
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait(10)


def count(model, *conditions):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def wait_until(holds, *, seconds, worker=None):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        assert worker is None or worker.poll() is None, "the worker ended by itself"
        threading.Event().wait(0.1)
    return False


def filed():
    return count(IncomingMail, IncomingMail.state == State.FILED)


def senders(number):
    return f"membre{number}@example.org"


def all_is_there(dovecot, now):
    assert (dovecot.count("INBOX", USER), dovecot.count("Traites", USER)) == (0, MAILS)
    assert (count(IncomingMail), count(Ticket)) == (MAILS, MAILS)
    assert set(db.session.scalars(select(Ticket.requester_email))) == {
        senders(number) for number in range(MAILS)
    }
    assert count(OutgoingMail, OutgoingMail.event == "tickets/received") == MAILS
    (box,) = mailbox_status(now=now)
    assert (box.stored, box.missing) == (MAILS, 0)


def test_a_worker_killed_again_and_again_loses_and_doubles_nothing(app, dovecot, start_worker, now):
    a_desk()
    chance = random.Random(7)
    dovecot.deliver(*[a_mail(f"Message {n}", sender=senders(n)) for n in range(MAILS)], user=USER)

    for _ in range(KILLS):
        worker = start_worker()
        before = (count(IncomingMail), filed())
        wait_until(lambda seen=before: (count(IncomingMail), filed()) != seen, seconds=60, worker=worker)
        threading.Event().wait(chance.random() * 0.3)
        worker.kill()
        worker.wait(10)

    assert 0 < filed() < MAILS, "the kills came before or after the work"
    worker = start_worker()
    assert wait_until(lambda: filed() == MAILS, seconds=240, worker=worker)
    assert wait_until(lambda: dovecot.count("INBOX", USER) == 0, seconds=30)
    all_is_there(dovecot, now)


@pytest.fixture
def emptied(dovecot):
    """The mailbox without what an earlier test left in it."""
    from imap_tools import MailBoxUnencrypted

    with MailBoxUnencrypted("127.0.0.1", dovecot.imap).login(f"{USER}@example.org", "secret") as box:
        for folder in ("INBOX", "Traites"):
            if box.folder.exists(folder):
                box.folder.set(folder)
                box.delete(box.uids())


def test_two_workers_share_the_mail_and_double_nothing(app, dovecot, emptied, start_worker, now):
    a_desk()
    workers = [start_worker(), start_worker()]
    for start in range(0, MAILS, 20):
        batch = [a_mail(f"Message {n}", sender=senders(n)) for n in range(start, start + 20)]
        dovecot.deliver(*batch, user=USER)

    assert wait_until(lambda: filed() == MAILS, seconds=240)
    assert wait_until(lambda: dovecot.count("INBOX", USER) == 0, seconds=30)
    all_is_there(dovecot, now)
    assert all(worker.poll() is None for worker in workers)
