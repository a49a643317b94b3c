"""Two workers on one database: each dossier is proposed once, each reminder written once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.escalation.answers.service import Word, act
from helpdesk.escalation.digests.models import EscalationNotice
from helpdesk.escalation.follow_up.reminders import remind_due
from helpdesk.escalation.proposals.sweep import propose_due
from helpdesk.escalation.rules import Move
from helpdesk.escalation.sending.service import Confirmation, confirm
from tests.escalation.cases import (
    ADMINISTRATION,
    LATE,
    WORDS,
    a_grave_ticket,
    a_sent_escalation,
    escalations,
    mails,
    steps,
)

WORKERS = 2


def at_once(app, work):
    """Run `work` in two threads that start together, each with a session of its own."""
    together = Barrier(WORKERS)

    def run(number):
        with app.app_context():
            together.wait(timeout=10)
            try:
                return work(number)
            finally:
                db.session.remove()

    # What the test read so far must not keep the database.
    db.session.rollback()
    with ThreadPoolExecutor(WORKERS) as threads:
        return list(threads.map(run, range(WORKERS)))


def test_two_sweeps_propose_each_dossier_once(app, now, people):
    for _ in range(6):
        a_grave_ticket(now)

    counts = at_once(app, lambda _: propose_due(now=now + LATE))

    assert sum(counts) == 6
    notices = list(db.session.scalars(select(EscalationNotice.escalation_id)))
    assert len(escalations()) == len(notices) == len(set(notices)) == 6


def test_two_sweeps_send_a_breach_once(app, now, people):
    a_grave_ticket(now, category="donnees", subcategory="incident")

    counts = at_once(app, lambda _: propose_due(now=now))

    assert sorted(counts) == [0, 1]
    assert len(mails("sent")) == 1


def test_two_workers_remind_once(app, now, people):
    a_sent_escalation(now, people.agent)

    counts = at_once(app, lambda _: remind_due(now=now + timedelta(days=2)))

    assert len(mails("reminder")) == 1
    # Whoever comes second may already find the next reminder due: it is another one.
    assert sum(counts) == 1 + len(mails("second"))


def test_two_clicks_on_send_send_once(app, now, people):
    ticket = a_grave_ticket(now)
    number, confirmation = ticket.id, Confirmation(words=WORDS, confirmed=True, key="one form")

    found = at_once(app, lambda _: confirm(number, confirmation, by=people.agent, now=now).id)

    assert found[0] == found[1]
    assert len(mails("sent")) == 1


@pytest.mark.parametrize("move", [Move.ANSWER, Move.REFUSE])
def test_two_posts_of_one_form_count_once(app, now, people, move):
    number = a_sent_escalation(now, people.agent).id
    word = Word(move=move, actor=ADMINISTRATION, version=2, key="one form", text="Lundi.")

    at_once(app, lambda _: act(number, word, now=now) and None)

    assert len([step for step in steps() if step.move is move]) == 1
    assert len(mails("answered")) == 1
