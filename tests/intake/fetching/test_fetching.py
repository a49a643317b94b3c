"""Fetching from a real IMAP server: kept first, moved next, nothing lost or doubled by what goes wrong."""

import threading

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.intake.fetching import leases, service
from helpdesk.intake.fetching.connection import Connection, MailboxFailure
from helpdesk.intake.fetching.service import Look, configured, fetch, fetch_all, look_at
from helpdesk.intake.fetching.watching import watching
from helpdesk.intake.models import IncomingMail, Mailbox, RawMail
from helpdesk.intake.rules import State
from tests.intake.mails import a_mail

WORKER = "one"


@pytest.fixture
def user(request):
    """A mailbox of its own for each test."""
    return f"u{abs(hash(request.node.name)) % 10**8}"


@pytest.fixture
def settings(settings, dovecot, user):
    return settings.model_copy(update={"mailboxes": SecretStr(dovecot.url(user))})


def fetched():
    return fetch_all(worker=WORKER, clock=clock.now)


def kept():
    return db.session.scalar(select(func.count()).select_from(IncomingMail))


def the_mailbox():
    return db.session.scalars(select(Mailbox).execution_options(populate_existing=True)).one()


def test_what_is_in_the_folder_is_kept_and_moved_away(app, dovecot, user):
    mails = [a_mail(f"Numéro {number}, déjà débité") for number in range(3)]
    dovecot.deliver(*mails, user=user)

    assert fetched() == 3

    assert [dovecot.count("INBOX", user), dovecot.count("Traites", user)] == [0, 3]
    raws = db.session.scalars(select(RawMail.content).order_by(RawMail.mail_id)).all()
    assert all(b"Num" in raw for raw in raws)
    rows = db.session.scalars(select(IncomingMail)).all()
    assert {row.state for row in rows} == {State.RECEIVED}
    box = the_mailbox()
    assert (box.fetched, box.doubles, box.waiting, box.last_error) == (3, 0, 0, None)
    assert "secret" not in box.name


def test_a_mail_that_somebody_read_in_a_webmail_is_fetched_all_the_same(app, dovecot, user):
    dovecot.deliver(a_mail(), user=user)
    account = configured()[0]
    with Connection(account, timeout=5) as connection:
        connection._open.flag("1", "\\Seen", True)

    assert fetched() == 1


def test_a_crash_between_the_commit_and_the_move_doubles_nothing(app, dovecot, user, monkeypatch):
    dovecot.deliver(*[a_mail(str(number)) for number in range(4)], user=user)

    def dies(self, uids):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Connection, "move_away", dies)
        with pytest.raises(KeyboardInterrupt):
            fetched()
    assert (kept(), dovecot.count("INBOX", user)) == (4, 4)

    assert fetched() == 4
    assert (kept(), dovecot.count("INBOX", user)) == (4, 0)
    assert the_mailbox().doubles == 0


def test_the_same_mail_delivered_twice_is_kept_once(app, dovecot, user):
    mail = a_mail(message_id="<one@membre.example.org>")
    dovecot.deliver(mail, mail, user=user)

    assert fetched() == 2

    assert kept() == 1
    assert the_mailbox().doubles == 1


def test_the_same_message_id_with_other_words_is_kept_twice(app, dovecot, user):
    dovecot.deliver(*[a_mail(text, message_id="<one@m.example.org>") for text in ("un", "deux")], user=user)

    assert fetched() == 2

    assert kept() == 2


def test_a_connection_that_is_cut_while_a_mail_is_fetched_loses_nothing(app, dovecot, user, monkeypatch):
    dovecot.deliver(*[a_mail("x" * 200_000) for _ in range(3)], user=user)
    account = configured()[0]
    whole = Connection.fetch

    def cut(self, uids):
        threading.Timer(0.001, self._open.client.sock.shutdown, [2]).start()
        return whole(self, [*uids, *uids, *uids, *uids])

    look = look_at(account, worker=WORKER, clock=clock.now)
    leases.own(look.mailbox_id, worker=WORKER, now=clock.now())
    with monkeypatch.context() as patched, Connection(account, timeout=5) as connection:
        patched.setattr(Connection, "fetch", cut)
        with pytest.raises(MailboxFailure):
            fetch(connection, look)

    assert fetched() + kept() >= 3
    assert (kept(), dovecot.count("INBOX", user), dovecot.count("Traites", user)) == (3, 0, 3)


def test_a_mail_that_is_too_large_is_kept_without_its_end(app, dovecot, user, monkeypatch):
    monkeypatch.setattr(service, "LARGEST", 100_000)
    monkeypatch.setattr(service, "KEPT_OF_LARGER", 5_000)
    dovecot.deliver(a_mail("a" * 60 + "\n" + "b" * 150_000), a_mail("petit"), user=user)

    assert fetched() == 2

    rows = db.session.scalars(select(IncomingMail).order_by(IncomingMail.size)).all()
    assert [row.is_cut for row in rows] == [False, True]
    assert rows[1].size > 150_000
    assert len(db.session.get(RawMail, rows[1].id).content) == 5_000


def test_a_mailbox_belongs_to_one_worker_at_a_time(app, dovecot, user):
    dovecot.deliver(a_mail(), user=user)
    look = look_at(configured()[0], worker="other", clock=clock.now)
    assert leases.own(look.mailbox_id, worker="other", now=clock.now())

    assert fetched() == 0

    leases.free_mailboxes_of(["other"])
    assert fetched() == 1


def test_a_worker_that_lost_its_mailbox_stops(app, dovecot, user):
    dovecot.deliver(a_mail(), user=user)
    account = configured()[0]
    mine = look_at(account, worker="mine", clock=clock.now)
    assert leases.own(mine.mailbox_id, worker="thief", now=clock.now())

    with Connection(account, timeout=5) as connection:
        assert fetch(connection, Look(account, mine.mailbox_id, "mine", clock.now)) == 0
    assert kept() == 0


def test_a_wrong_password_is_said_in_one_sentence_without_it(app, settings, dovecot, user):
    settings.mailboxes._secret_value = dovecot.url(user).replace("secret", "hunter2")

    assert fetched() == 0

    box = the_mailbox()
    assert box.failing_since is not None
    assert "cannot be opened" in box.last_error
    assert "hunter2" not in box.last_error


def test_a_mail_that_comes_while_the_worker_watches_is_there_at_once(app, settings, dovecot, user):
    settings.mailboxes._secret_value = dovecot.url(user)
    with watching(app, WORKER):
        assert _soon(_is_owned)
        dovecot.deliver(a_mail(), user=user)
        # Looked at every minute otherwise: the server itself must have said it.
        assert _soon(lambda: kept() == 1)
    assert _soon(lambda: dovecot.count("Traites", user) == 1)


def _is_owned():
    db.session.rollback()
    row = db.session.scalar(select(Mailbox).execution_options(populate_existing=True))
    return row is not None and row.ok_at is not None


def _soon(holds):
    for _ in range(200):
        db.session.rollback()
        if holds():
            return True
        threading.Event().wait(0.05)
    return False
