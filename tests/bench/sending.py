"""How fast mail leaves: `python -m tests.bench.sending [--mails N] [--database URL] [--folder FOLDER]`.

Notices wait in the slow lane, one urgent mail behind them; a real server on the loopback, in a process of its own,
takes them. Prints the pace, the memory at the beginning and at the end, and when the urgent one came.
"""

import argparse
import logging
import multiprocessing
import re
import resource
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from helpdesk.app import create_app
from helpdesk.config import Mode, Settings
from helpdesk.db import db
from helpdesk.outbox.delivery import deliver_due
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.rules import Lane, State
from helpdesk.outbox.service import post_all
from tests.ports import free_port

TEXT = "Bonjour,\n\nUn conseiller vous a répondu. Lisez sa réponse par votre lien :\n\nhttp://localhost/suivi/abc\n"
MARKDOWN = TEXT.replace("http://localhost/suivi/abc", "<http://localhost/suivi/abc>")
THREADS = 5_000
URGENT = "administration@example.org"
AT_ONCE = 1_000


class Server:
    """Takes everything, and says how many came before the urgent one."""

    def __init__(self, urgent_after: Any) -> None:
        self.taken = 0
        self._urgent_after = urgent_after

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if envelope.rcpt_tos == [URGENT]:
            self._urgent_after.value = self.taken
        self.taken += 1
        return "250 taken"


def main() -> int:
    """Fill the outbox, send it and print what was measured."""
    given = _arguments()
    urgent_after = multiprocessing.Value("i", -1)
    port, is_ready = free_port(), multiprocessing.Event()
    serving = multiprocessing.Process(target=_serve, args=(port, urgent_after, is_ready), daemon=True)
    serving.start()
    is_ready.wait(20)
    try:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            _measure(given, Path(folder), port)
    finally:
        serving.terminate()
    print(f"the urgent mail left after {urgent_after.value} others")
    return 0


def _measure(given: argparse.Namespace, folder: Path, port: int) -> None:
    settings = Settings(
        mode=Mode.TEST,
        instance_dir=folder,
        base_url="http://localhost",
        secret_key="a secret key for measuring only, long enough",
        database_url=given.database or f"sqlite:///{folder}/helpdesk.db",
        mail_url=f"smtp://127.0.0.1:{port}",
        mail_inbound_address="aide@example.org",
        mail_bounce_address="retour@example.org",
    )
    logging.disable(logging.INFO)
    with create_app(settings).app_context():
        db.drop_all()
        db.create_all()
        _fill(given.mails)
        memory, begun, sent = _megabytes(), time.monotonic(), 0
        while tried := deliver_due(now=datetime.now(UTC), worker="bench"):
            sent += tried
        taken = time.monotonic() - begun
        print(
            f"{sent} mails in {taken:.1f} s: {sent / taken:.1f}/s; memory {memory} MB, then {_megabytes()} MB"
        )
        db.session.remove()
        db.engine.dispose()


def _fill(mails: int) -> None:
    now = datetime.now(UTC)
    for first in range(0, mails, AT_ONCE):
        numbers = range(first, min(mails, first + AT_ONCE))
        post_all([_mail(number, Lane.BULK, f"p{number}@example.org", now) for number in numbers])
    post_all([_mail(mails, Lane.URGENT, URGENT, now)])


def _mail(number: int, lane: Lane, to: str, now: datetime) -> OutgoingMail:
    return OutgoingMail(
        message_id=f"<{number}@example.org>",
        lane=lane,
        state=State.QUEUED,
        event="tickets/answered",
        to_address=to,
        subject="[Dossier K7Q-482] Nouvelle réponse",
        text=TEXT,
        markdown=MARKDOWN,
        inserts=[],
        thread=f"ticket:{number % THREADS}",
        answerable=True,
        domain="example.org",
        bounce_token=f"token{number}",
        created_at=now,
        not_before=now,
    )


def _serve(port: int, urgent_after: Any, is_ready: Any) -> None:
    Controller(Server(urgent_after), hostname="127.0.0.1", port=port).start()
    is_ready.set()
    threading.Event().wait()


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=re.split(r"\n", str(__doc__))[0])
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--database", default="", help="an empty database; SQLite in FOLDER by default")
    parser.add_argument("--folder", default=None)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
