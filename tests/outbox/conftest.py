"""Mail templates written by the test, rows of the outbox, and a server that follows orders."""

from dataclasses import dataclass, field

import pytest
from aiosmtpd.controller import Controller
from jinja2 import ChoiceLoader, DictLoader

from helpdesk.db import db
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.rules import Lane, State
from tests.ports import free_port


@pytest.fixture
def template(app):
    """Put a mail template at `tests/letter`."""

    def put(text):
        source = DictLoader({"tests/mail/letter.md": text})
        app.jinja_env.loader = ChoiceLoader([source, app.jinja_env.loader])

    return put


@pytest.fixture
def a_mail(app, now):
    """Put a mail into the outbox; return its id."""
    count = iter(range(1, 10_000))

    def put(**what_matters):
        number = next(count)
        whole = {
            "message_id": f"<{number}@example.org>",
            "lane": Lane.NORMAL,
            "state": State.QUEUED,
            "event": "tests/letter",
            "to_address": "jeanne@example.org",
            "subject": f"[Dossier K7Q-482] Message {number}",
            "text": f"Bonjour {number}\n",
            "markdown": f"Bonjour **{number}**\n",
            "inserts": [],
            "lang": "fr",
            "created_at": now,
            "not_before": now,
        }
        mail = OutgoingMail(**whole | what_matters)
        db.session.add(mail)
        db.session.commit()
        return mail.id

    return put


@pytest.fixture
def reload(app):
    """Return a row as it is in the database now."""

    def get(mail_id):
        db.session.rollback()
        db.session.expire_all()
        return db.session.get(OutgoingMail, mail_id)

    return get


@dataclass
class Server:
    """A mail server: what it took, and what it says instead of taking (by recipient, or to everybody)."""

    taken: list = field(default_factory=list)
    senders: list = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    connections: int = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answers.get(address) or self.answers.get("*")
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.senders.append(envelope.mail_from)
        self.taken.append((envelope.rcpt_tos, envelope.content))
        return "250 taken"


@pytest.fixture
def setting(app):
    """Change settings of the running application."""

    def change(**values):
        app.extensions["settings"] = app.extensions["settings"].model_copy(update=values)

    return change


@pytest.fixture
def server(app, setting):
    """A real server on the loopback, which the application sends through."""
    server = Server()
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    setting(mail_url=f"smtp://127.0.0.1:{controller.port}")
    yield server
    controller.stop()
