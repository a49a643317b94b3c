"""The worker: pass after pass, it runs whose turn has come, until it is told to stop."""

import logging
import signal
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import OperationalError

from helpdesk.config import settings
from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.intake.fetching.leases import free_mailboxes_of
from helpdesk.intake.fetching.service import fetch_all
from helpdesk.intake.fetching.watching import watching
from helpdesk.intake.filing.service import free_mails_of
from helpdesk.outbox.delivery import NoMailServer
from helpdesk.outbox.leases import free_leases_of
from helpdesk.worker import presence, service
from helpdesk.worker.jobs import JOBS, Periodic, Turn

log = logging.getLogger(__name__)

PAUSE_S = 1.0
"""Longest idle time between two passes: how long a mail may wait at most before it leaves."""
WITHOUT_DATABASE_S = 2.0
REST_AFTER_FAILURE = timedelta(seconds=5)
"""How long a shared job that failed rests, so that a silent mail server is not asked every second."""

EXPECTED = (NoMailServer,)
"""Failures that are nobody's mistake: one line in the log, no trace."""


class Worker:
    """One worker of an installation."""

    def __init__(self, app: Flask, *, jobs: Sequence[Periodic] = JOBS) -> None:
        self.name = presence.new_name()
        self._app = app
        self._jobs = jobs
        self._stop = threading.Event()
        self._resting: dict[str, datetime] = {}

    def stop(self) -> None:
        """Finish what is in hand, then end."""
        self._stop.set()

    def stop_on_signals(self) -> None:
        """Take SIGTERM and SIGINT as the order to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop())

    def run(self) -> None:
        """Work until told to stop."""
        with self._present(), watching(self._app, self.name):
            log.info("worker %s begins", self.name)
            is_registered = False
            while not self._stop.is_set():
                try:
                    if not is_registered:
                        self._register()
                        is_registered = True
                    self.run_pass(now=clock.now())
                    pause = PAUSE_S
                except OperationalError:
                    log.warning("the database does not answer", exc_info=True)
                    pause = WITHOUT_DATABASE_S
                self._stop.wait(pause)
            log.info("worker %s ends", self.name)

    def run_once(self) -> None:
        """Run what is due now and end."""
        with self._present():
            self._register()
            with self._app.app_context():
                fetch_all(worker=self.name, clock=clock.now)
            self.run_pass(now=clock.now())

    def run_pass(self, *, now: datetime) -> None:
        """Give every job that is due its turn."""
        with self._app.app_context():
            due = service.list_due(now=now)
            if due:
                self._take_over()
        for job in self._jobs:
            if self._stop.is_set():
                return
            with self._app.app_context():
                if job.is_shared:
                    self._run_shared(job, now, is_noted=job.name in due)
                elif job.name in due and service.take_turn(job.name, now=now, worker=self.name):
                    self._run_leased(job, now)

    def _run_leased(self, job: Periodic, now: datetime) -> None:
        error = self._try(job, now)
        service.end_turn(job.name, now=now, worker=self.name, every=job.every, error=error)

    def _run_shared(self, job: Periodic, now: datetime, *, is_noted: bool) -> None:
        if self._resting.get(job.name, now) > now:
            return
        error = self._try(job, now)
        if error is not None:
            self._resting[job.name] = now + REST_AFTER_FAILURE
        if is_noted:
            service.note_shared(job.name, now=now, every=job.every, error=error)

    def _try(self, job: Periodic, now: datetime) -> str | None:
        """Run a job; return None, or what went wrong in one line."""
        try:
            job.run(Turn(now, self.name, self._stop.is_set))
        except EXPECTED as error:
            log.warning("job %s: %s", job.name, error)
            return str(error)
        except Exception as error:
            db.session.rollback()
            log.exception("job %s failed", job.name)
            return f"{type(error).__name__}: {error}".partition("\n")[0]
        return None

    def _register(self) -> None:
        with self._app.app_context():
            service.register([job.name for job in self._jobs], now=clock.now())
            self._take_over()

    def _take_over(self) -> None:
        """Free what workers that were killed had in hand."""
        gone = presence.list_gone(self._folder())
        if not gone:
            return
        mails = free_leases_of(gone) + free_mails_of(gone)
        turns = free_mailboxes_of(gone) + service.free_turns_of(gone)
        log.warning("took over %s mails and %s jobs of %s", mails, turns, ", ".join(gone))
        for name in gone:
            presence.forget(self._folder(), name)

    def _present(self) -> AbstractContextManager[None]:
        with self._app.app_context():
            return presence.present(self._folder(), self.name)

    def _folder(self) -> Path:
        return settings().instance_dir / "workers"
