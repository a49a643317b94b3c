"""Two helpdesks that write to one another: whatever they strip off their mails, it ends by itself."""

import re
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from helpdesk.app import create_app
from helpdesk.db import db
from helpdesk.intake.filing.service import file_waiting
from helpdesk.intake.storing import Delivery, keep
from helpdesk.outbox.delivery import deliver_due
from helpdesk.tickets.models import Ticket
from tests.builders import a_desk
from tests.intake.mails import a_mail

TELLTALE = re.compile(
    rb"^(?:Auto-Submitted|X-Auto-Response-Suppress|X-Helpdesk-Loop|Precedence|In-Reply-To|References):"
    rb".*(?:\r?\n[ \t].*)*\r?\n|\[Dossier [^\]]*\] |^Return-Path:.*\r?\n",
    re.MULTILINE | re.IGNORECASE,
)
ROUNDS = 60


class Helpdesk:
    """An installation of its own, which exchanges mail by its folder."""

    def __init__(self, name, other, settings, folder):
        self.address, self.other = f"{name}@example.org", f"{other}@example.org"
        self.mail = folder / "mail"
        values = {
            "instance_dir": folder,
            "secret_key": SecretStr(f"the secret key of the helpdesk called {name}, long enough"),
            "mail_from": self.address,
            "mail_inbound_address": self.address,
            "support_email": f"desk@{name}.example.net",
            "mail_url": f"maildir:///{self.mail}",
            # Two installations need two databases, which SQLite has in two files.
            "database_url": f"sqlite:///{folder}/helpdesk.db",
        }
        self.app = create_app(settings.model_copy(update=values))
        self.seen = set()
        with self.app.app_context():
            db.create_all()
            a_desk()

    def take(self, raw, now):
        with self.app.app_context():
            keep(Delivery(raw=raw), now=now)
            file_waiting(now=now, worker="loop")

    def send(self, now):
        """Send what waits; return what is for the other helpdesk."""
        with self.app.app_context():
            deliver_due(now=now + timedelta(seconds=1), worker="loop")
        new = [path for path in sorted(self.mail.glob("*.eml")) if path not in self.seen]
        self.seen.update(new)
        mails = [path.read_bytes() for path in new]
        return [mail for mail in mails if f"Delivered-To: {self.other}".encode() in mail[:400]]

    def dossiers(self):
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(Ticket))

    def close(self):
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def both(settings, tmp_path):
    pair = []
    for name, other in (("north", "south"), ("south", "north")):
        folder = tmp_path / name
        folder.mkdir()
        pair.append(Helpdesk(name, other, settings, folder))
    yield pair
    for each in pair:
        each.close()


def exchange(both, now, strip):
    """Let them write to one another until nobody has anything to say; return how many mails went over."""
    north, south = both
    north.take(a_mail("Bonjour, ici le Sud.", sender=south.address, to=north.address), now)
    went = 0
    for _ in range(ROUNDS):
        crossing = [(south, mail) for mail in north.send(now)] + [(north, mail) for mail in south.send(now)]
        if not crossing:
            return went
        went += len(crossing)
        for receiver, mail in crossing:
            receiver.take(TELLTALE.sub(b"", mail) if strip else mail, now)
    raise AssertionError(f"they still write to one another after {went} mails")


def test_two_helpdesks_stop_at_the_first_acknowledgement(both, now):
    assert exchange(both, now, strip=False) == 1
    assert [each.dossiers() for each in both] == [1, 0]


def test_two_helpdesks_whose_marks_are_stripped_off_stop_at_the_brake(both, now):
    went = exchange(both, now, strip=True)

    assert 2 <= went <= 22
    assert all(each.dossiers() <= 11 for each in both)
