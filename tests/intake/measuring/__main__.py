"""Fetch and file so many mails as a worker does, on a fresh instance with real servers; print what it took."""

import os
import resource
import shutil
import smtplib
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import func, select

from helpdesk.app import create_app
from helpdesk.config import Mode, Settings
from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.intake.fetching.service import fetch_all
from helpdesk.intake.filing.service import file_waiting
from helpdesk.intake.models import IncomingMail
from helpdesk.tickets.models import Ticket
from helpdesk.upkeep.install import upgrade_database
from tests.builders import a_desk
from tests.intake.dovecot import Dovecot, running_dovecot, why_not
from tests.intake.mails import a_mail

TEXTS = (
    "Bonjour,\n\nJ’ai été prélevée deux fois le 5 novembre, pouvez-vous m’aider ?\n\nMerci\nMélanie\n",
    "Bonjour, le lien d’activation n’est jamais arrivé. J’ai besoin d’accéder au compte avant vendredi.\n",
    "Madame, Monsieur,\n\nPourquoi un rejet AM04 ce mois-ci alors que le compte était provisionné ?\n\n"
    "> Le 3 novembre, vous écriviez :\n> Merci de patienter.\n",
)


def main(count: int, folder: Path) -> None:
    """Deliver, fetch, file; say how long each took."""
    reason = why_not()
    if reason:
        sys.exit(reason)
    with running_dovecot() as server:
        spent = _timed(lambda: _deliver(server, count))
        print(f"delivered {count} mails by LMTP: {count / spent:.0f}/s")
        _take_in(server, count, folder)


def _deliver(server: Dovecot, count: int) -> None:
    with smtplib.LMTP("127.0.0.1", server.lmtp) as client:
        for number in range(count):
            sender = f"membre{number}@example.org"
            mail = a_mail(TEXTS[number % len(TEXTS)], sender=sender, subject=f"Question {number}")
            client.sendmail(sender, ["aide@example.org"], mail)


def _take_in(server: Dovecot, count: int, folder: Path) -> None:
    app = create_app(
        Settings(
            mode=Mode.TEST,
            instance_dir=folder,
            base_url="http://localhost",
            secret_key="a secret key for measuring only, long enough",
            database_url=os.environ.get("HELPDESK_TEST_DATABASE_URL", ""),
            mail_url=f"maildir:///{folder}/mail",
            mailboxes=SecretStr(server.url()),
        )
    )
    with app.app_context():
        upgrade_database(lambda line: None)
        a_desk()
        before = _peak_mb()
        spent = _timed(lambda: fetch_all(worker="measuring", clock=clock.now))
        print(
            f"fetched and moved: {count / spent:.0f}/s, memory at most {_peak_mb():.0f} MB (was {before:.0f})"
        )
        db.session.remove()
        _file(count)


def _file(count: int) -> None:
    began, peak = time.monotonic(), _peak_mb()
    filed = 0
    while done := file_waiting(now=clock.now(), worker="measuring", budget=timedelta(seconds=5)):
        filed += done
        db.session.remove()
        if filed % 500 < done:
            print(f"  {filed} filed, {filed / (time.monotonic() - began):.0f}/s, {_peak_mb():.0f} MB")
    spent = time.monotonic() - began
    tickets = db.session.scalar(select(func.count()).select_from(Ticket))
    states = db.session.execute(select(IncomingMail.state, func.count()).group_by(IncomingMail.state)).all()
    print(f"filed: {filed / spent:.0f}/s, memory at most {_peak_mb():.0f} MB (was {peak:.0f})")
    print(f"{filed} mails of {count}, {tickets} dossiers, {dict(map(tuple, states))}")


def _timed(work) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    where = Path(tempfile.mkdtemp(prefix="helpdesk-measuring-"))
    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 300, where)
    finally:
        shutil.rmtree(where, ignore_errors=True)
