"""Threads of a worker that watch mailboxes: one each, so that a silent mail server holds up nothing else."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask

from helpdesk.config import settings
from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.intake.fetching import leases
from helpdesk.intake.fetching.accounts import Account
from helpdesk.intake.fetching.connection import Connection, MailboxFailure
from helpdesk.intake.fetching.service import Look, configured, fetch, look_at

log = logging.getLogger(__name__)

FIRST_REST_S = 5.0
LAST_REST_S = 300.0
"""How long a mailbox that cannot be used is left alone: twice as long after each failure."""
NOT_MINE_S = 15.0
"""How soon a worker asks again for a mailbox that another one has."""
END_WITHIN_S = 10.0


@contextmanager
def watching(app: Flask, worker: str) -> Iterator[None]:
    """Watch every mailbox inside the block; without any, nothing is started."""
    stop = threading.Event()
    with app.app_context():
        accounts = configured()
    threads = [threading.Thread(target=Watch(app, each, worker, stop).run, daemon=True) for each in accounts]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(END_WITHIN_S)


class Watch:
    """One mailbox, watched until told to stop."""

    def __init__(self, app: Flask, account: Account, worker: str, stop: threading.Event) -> None:
        self._app = app
        self._account = account
        self._worker = worker
        self._stop = stop
        self._failures = 0

    def run(self) -> None:
        """Fetch and wait, again and again."""
        while not self._stop.is_set():
            try:
                with self._app.app_context():
                    rest = self._turn()
            except Exception:
                log.exception("watching %s failed", self._account.name)
                rest = self._rest()
            self._stop.wait(rest)

    def _turn(self) -> float:
        """Use the mailbox as long as it works; return how long to leave it alone then."""
        look = replace(
            look_at(self._account, worker=self._worker, clock=clock.now), is_stopping=self._stop.is_set
        )
        if not leases.own(look.mailbox_id, worker=self._worker, now=clock.now()):
            return NOT_MINE_S
        try:
            return self._use(look)
        except MailboxFailure as failure:
            log.warning("%s", failure)
            leases.note_failure(look.mailbox_id, str(failure), now=clock.now())
            return self._rest()
        finally:
            leases.give_back(look.mailbox_id, worker=self._worker)

    def _use(self, look: Look) -> float:
        poll = settings().mailbox_poll_seconds
        with Connection(self._account, timeout=settings().mail_timeout_seconds) as connection:
            self._failures = 0
            while not self._stop.is_set():
                fetch(connection, look)
                db.session.rollback()
                if not connection.can_wait:
                    return float(poll)
                connection.wait(poll, is_stopping=self._stop.is_set)
                if not leases.own(look.mailbox_id, worker=self._worker, now=clock.now()):
                    return NOT_MINE_S
        return 0.0

    def _rest(self) -> float:
        self._failures += 1
        rest: float = min(FIRST_REST_S * 2 ** (self._failures - 1), LAST_REST_S)
        return rest
