"""Mail kept in a folder instead of being sent, for the demonstration and for development.

One `.eml` file a message, with the envelope in front as a mail server would write it: `Return-Path` and
`Delivered-To`. Names begin with the instant in nanoseconds, so that their order is the order of delivery.
"""

import os
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from helpdesk.engines.files import make_private_folder, write_durably
from helpdesk.engines.health import Health
from helpdesk.engines.mail import Permanent, Unreachable
from helpdesk.engines.mail.addresses import ascii_address
from helpdesk.engines.schemes import folder_of

_ID = re.compile(r"[0-9]{20}-[0-9a-f]{8}")
MOST_REMEMBERED = 2_000
"""How many messages a process keeps as it read them, some 4 kB each."""


@dataclass(frozen=True, slots=True)
class DeliveredMail:
    """Hold one message as its reader would see it."""

    id: str
    sent_at: datetime
    to: str
    sender: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]


class FolderTransport:
    """Write every message into the folder; the write is on disk when `send` returns, if it is `durable`."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.durable = durable

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def send(self, envelope_from: str, to: str, message: bytes) -> None:
        """Keep one message; see the port."""
        try:
            sender, recipient = envelope_from and ascii_address(envelope_from), ascii_address(to)
        except ValueError as error:
            raise Permanent(None, str(error)) from error
        envelope = f"Return-Path: <{sender}>\r\nDelivered-To: {recipient}\r\n".encode("ascii")
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        try:
            make_private_folder(self.folder)
            write_durably(self.folder / f"{name}.eml", [envelope, message], wait=self.durable)
        except OSError as error:
            raise Unreachable(None, str(error)) from error

    def rehearse(self, envelope_from: str, to: str) -> None:
        """Look whether the folder can be written; a folder refuses nobody."""
        health = self.health()
        if not health.ok:
            raise Unreachable(None, health.sentence)

    def health(self) -> Health:
        """Tell whether the folder can be written."""
        try:
            make_private_folder(self.folder)
        except OSError as error:
            return Health(ok=False, sentence=f"The mail folder {self.folder} cannot be made: {error}")
        ok = os.access(self.folder, os.W_OK | os.X_OK)
        return Health(ok=ok, sentence="" if ok else f"The mail folder {self.folder} cannot be written")


def list_delivered(folder: Path, *, limit: int = 200, before: str = "") -> list[DeliveredMail]:
    """Return the messages in the folder, newest first, those older than the id `before` only."""
    return list(islice(iter_delivered(folder, before=before), limit))


def iter_delivered(folder: Path, *, before: str = "") -> Iterator[DeliveredMail]:
    """Yield the messages in the folder, newest first, each read when its turn comes."""
    newest = sorted(folder.glob("[0-9]*.eml"), reverse=True)
    return (_read(path) for path in newest if not before or path.stem < before)


def find_delivered(folder: Path, id: str) -> DeliveredMail | None:
    """Return the message with this id, or None."""
    path = folder / f"{id}.eml"
    return _read(path) if _ID.fullmatch(id) and path.is_file() else None


def open_url(url: str, *, timeout: float) -> FolderTransport:
    """Return the transport that keeps mail in the URL's folder; a folder has no use for a time-out.

    `scratch:` is `maildir:` without waiting for the disk, for the mail of a story that can be told again.
    """
    return FolderTransport(folder_of(url, setting="mail_url"), durable=not url.startswith("scratch:"))


# A file is written whole under a name of its own and never again, while programs that wait for a mail ask for the
# list several times a second: parsing the mails of the story takes seconds, remembering them some megabytes.
@lru_cache(MOST_REMEMBERED)
def _read(path: Path) -> DeliveredMail:
    message = message_from_bytes(path.read_bytes(), policy=default)
    return DeliveredMail(
        id=path.stem,
        sent_at=datetime.fromtimestamp(int(path.stem.split("-")[0]) / 1e9, tz=UTC),
        to=str(message["Delivered-To"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        headers={name: str(value) for name, value in message.items()},
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""
