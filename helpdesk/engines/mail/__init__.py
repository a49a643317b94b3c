"""The mail port: how a finished message leaves, what can go wrong, and how a transport is opened."""

from collections.abc import Mapping
from types import TracebackType
from typing import Protocol, Self

from helpdesk.engines.health import Health
from helpdesk.engines.schemes import Scheme, load

_SMTP = Scheme("helpdesk.engines.mail.smtp")
SCHEMES: Mapping[str, Scheme] = {
    "smtp": _SMTP,
    "smtp+starttls": _SMTP,
    "smtps": _SMTP,
    "maildir": Scheme("helpdesk.engines.mail.folder"),
    "scratch": Scheme("helpdesk.engines.mail.folder"),
}


class MailFailure(Exception):
    """A message did not leave. `code` is the server's SMTP code, None when no server spoke."""

    def __init__(self, code: int | None, text: str) -> None:
        super().__init__(f"{code} {text}" if code else text)
        self.code = code
        self.text = text


class Temporary(MailFailure):
    """Trying this message again later may work."""


class Unreachable(Temporary):
    """The server is silent, unsafe or refuses us: no message can leave now, a batch may stop here."""


class Permanent(MailFailure):
    """Trying again would fail again."""


class MailTransport(Protocol):
    """Deliver messages one recipient at a time, over one connection kept as long as it works.

    Use it as a context manager: the connection is opened by the first `send` and closed at the end.
    """

    def __enter__(self) -> Self:
        """Start a batch."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the batch and close the connection."""

    def send(self, envelope_from: str, to: str, message: bytes) -> None:
        """Hand the message over; returning means the server took it. Raises Temporary or Permanent.

        An empty `envelope_from` is the null sender `<>`, which no bounce answers.
        """

    def rehearse(self, envelope_from: str, to: str) -> None:
        """Go as far as naming sender and recipient, and send nothing. Raises Temporary or Permanent."""

    def health(self) -> Health:
        """Tell whether the server answers and lets us in."""


def open_mail(url: str, *, timeout: float = 20.0) -> MailTransport:
    """Return the transport that `url` names, e.g. `smtp+starttls://user:secret@mail.example.org:587`.

    `timeout` is in seconds and holds for every exchange with the server.
    """
    transport: MailTransport = load(url, SCHEMES, setting="mail_url").open_url(url, timeout=timeout)
    return transport
