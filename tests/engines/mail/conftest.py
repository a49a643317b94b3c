"""Real SMTP servers on the loopback: a polite one, and one that follows a script."""

import socket
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from helpdesk.engines.mail.build import Letter
from tests.certificates import make_certificate, server_context


@dataclass
class Inbox:
    """What a server took, and what it answers instead of taking: a reply for each step of the exchange."""

    replies: dict[str, str] = field(default_factory=dict)
    mails: list = field(default_factory=list)
    connections: int = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if reply := self.replies.get("MAIL"):
            return reply
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if reply := self.replies.get("RCPT"):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if reply := self.replies.get("DATA"):
            return reply
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 taken"


class Server(Controller):
    """aiosmtpd's controller, which leaves its own options to the SMTP class."""

    def __init__(self, inbox, *, port, **options):
        self.options = options
        super().__init__(inbox, hostname="127.0.0.1", port=port)

    def factory(self):
        return SMTP(self.handler, **self.options)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def serve():
    """Start a server: `serve(inbox, …options of aiosmtpd's SMTP)` returns its port."""
    started = []

    def start(inbox, **options):
        server = Server(inbox, port=free_port(), **options)
        server.start()
        started.append(server)
        return server.port

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def script():
    """Start a server that says each line in turn, reading one line in between, then ends the connection.

    `script()` says nothing at all and keeps the connection open.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()
    threads = []

    def speak(lines):
        peer, _ = listener.accept()
        with peer, peer.makefile("rwb") as stream:
            for line in lines:
                stream.write(f"{line}\r\n".encode())
                stream.flush()
                while line.startswith("354") and stream.readline() != b".\r\n":
                    pass
                if not line.startswith("354"):
                    stream.readline()
            if not lines:
                over.wait(10)

    def start(*lines):
        threads.append(threading.Thread(target=speak, args=(lines,)))
        threads[-1].start()
        return listener.getsockname()[1]

    yield start
    over.set()
    for thread in threads:
        thread.join()
    listener.close()


@pytest.fixture
def certificate(tmp_path):
    """Make a certificate for 127.0.0.1 signed by itself; return its path and the server's TLS context."""
    path, key = make_certificate(tmp_path)
    return path, server_context(path, key)


@pytest.fixture
def letter():
    """Return a whole letter; what matters to a test is given."""

    def make(**what_matters):
        whole = {
            "sender": "aide@example.org",
            "sender_name": "Service d’aide",
            "to": "jeanne@example.org",
            "subject": "[Dossier K7Q-482] Votre demande est enregistrée",
            "text": "Bonjour,\n\nUn conseiller vous rappelle avant le 19 novembre.\n",
            "message_id": "<k7q-482.1@example.org>",
            "date": datetime(2026, 11, 16, 10, tzinfo=UTC),
        }
        return Letter(**whole | what_matters)

    return make
