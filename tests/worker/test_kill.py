"""Workers killed while they send: no mail is lost, and a double is the same mail (promise P2)."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from itertools import product
from random import Random

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import func, select

from helpdesk.db import db, transactional
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.rules import Lane, State
from tests.builders import a_desk, a_ticket
from tests.ports import free_port

MAILS, THREADS, KILLS = 120, 8, 3
DOSSIERS = 20


class Post:
    """A server that remembers what it took, in order, and lets the test wait for more."""

    def __init__(self):
        self.taken = []
        self._changed = threading.Condition()

    async def handle_DATA(self, server, session, envelope):
        message_id = re.search(rb"^Message-ID: (.+)\r$", envelope.content, re.MULTILINE)[1].decode()
        with self._changed:
            self.taken.append((message_id, envelope.rcpt_tos[0], envelope.content))
            self._changed.notify_all()
        return "250 taken"

    def wait_for(self, count):
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.taken) >= count, timeout=40)

    def wait_for_all(self, count):
        with self._changed:
            assert self._changed.wait_for(lambda: len({id for id, *_ in self.taken}) >= count, timeout=40)


@pytest.fixture
def post():
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    post.port = controller.port
    yield post
    controller.stop()


@pytest.fixture
def start_worker(settings, post, tmp_path):
    """Start `helpdesk worker` as an operator does."""
    started = []
    variables = {
        "HELPDESK_MODE": "test",
        "HELPDESK_INSTANCE_DIR": str(settings.instance_dir),
        "HELPDESK_DATABASE_URL": settings.database_url,
        "HELPDESK_MAIL_URL": f"smtp://127.0.0.1:{post.port}",
        "HELPDESK_BASE_URL": "http://localhost",
    }

    def start():
        log = (tmp_path / "worker.log").open("ab")
        command = [sys.executable, "-m", "helpdesk", "worker"]
        process = subprocess.Popen(command, env={**os.environ, **variables}, stderr=log, stdout=log)
        log.close()
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


@transactional
def fill_outbox(now, numbers):
    db.session.add_all(
        OutgoingMail(
            message_id=f"<{number}@example.org>",
            lane=Lane.NORMAL,
            state=State.QUEUED,
            event="tests/letter",
            to_address=f"thread{number % THREADS}@example.org",
            subject=f"Message {number}",
            text=f"Message {number}\n",
            markdown=f"Message {number}\n",
            inserts=[],
            lang="fr",
            thread="ticket:K7Q-482",
            created_at=now,
            not_before=now,
        )
        for number in numbers
    )


@pytest.mark.slow
def test_killed_workers_lose_nothing_and_double_only_the_same_mail(app, now, post, start_worker):
    fill_outbox(now, range(MAILS))
    random = Random(7)

    for _ in range(KILLS):
        worker = start_worker()
        post.wait_for(len(post.taken) + random.randint(5, 25))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    last = start_worker()
    post.wait_for_all(MAILS)
    last.send_signal(signal.SIGTERM)

    assert last.wait(20) == 0
    counts = Counter(id for id, *_ in post.taken)
    assert set(counts) == {f"<{number}@example.org>" for number in range(MAILS)}
    assert sum(counts.values()) - MAILS <= KILLS
    assert len({content for _, _, content in post.taken}) == MAILS
    for thread in range(THREADS):
        firsts = list(dict.fromkeys(id for id, to, _ in post.taken if to == f"thread{thread}@example.org"))
        assert firsts == [f"<{number}@example.org>" for number in range(thread, MAILS, THREADS)]
    by_state = select(OutgoingMail.state, func.count()).group_by(OutgoingMail.state)
    assert db.session.execute(by_state).all() == [(State.SENT, MAILS)]


@pytest.mark.slow
def test_killed_workers_tell_each_colleague_of_each_dossier_once(app, now, people, post, start_worker):
    a_desk("accueil", people.agent, people.sysadmin)
    dossiers = [a_ticket(now, email="").reference for _ in range(DOSSIERS)]
    wanted = list(product(dossiers, (people.agent.email, people.sysadmin.email)))

    for _ in range(KILLS):
        worker = start_worker()
        post.wait_for(len(post.taken) + 5)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    start_worker()
    post.wait_for_all(len(wanted))

    new = select(OutgoingMail.thread, OutgoingMail.to_address).where(
        OutgoingMail.event == "tickets/new_dossier"
    )
    mails = db.session.execute(new).all()
    told = Counter((thread.removeprefix("ticket:"), to) for thread, to in mails)
    assert told == Counter(wanted)


@pytest.mark.slow
def test_a_mail_posted_to_an_idle_worker_leaves_within_two_seconds(app, now, post, start_worker):
    worker = start_worker()
    fill_outbox(now, [1])
    post.wait_for(1)

    fill_outbox(now, [2])
    started = time.monotonic()
    post.wait_for(2)

    assert time.monotonic() - started < 2
    worker.send_signal(signal.SIGINT)
    assert worker.wait(20) == 0
