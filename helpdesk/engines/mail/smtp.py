"""Mail by SMTP. Flask-Mail carries the configuration and the connection; the bytes are ours.

Its own sending is not used: it has no time-outs, checks no certificate, loses refused recipients and lets
line breaks into headers (Flask-Mail 0.10).
"""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from flask_mail import Connection, Mail

from helpdesk.engines.health import Health
from helpdesk.engines.mail import MailFailure, Permanent, Temporary, Unreachable
from helpdesk.engines.mail.addresses import ascii_address
from helpdesk.engines.schemes import BadEngineUrl
from helpdesk.engines.tls import client_context

MAX_MAILS = 50
"""Messages sent over one connection; many servers end it after a hundred."""

OPTIONS = ("ca_file",)
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_TOO_BIG = 552
_REFUSED = 400


@dataclass(frozen=True, slots=True)
class Server:
    """Say where the server is and how to be let in."""

    scheme: str
    host: str
    port: int
    user: str | None
    password: str | None
    ca_file: str = ""

    def flask_mail_config(self) -> dict[str, object]:
        """Return the server in the words of Flask-Mail's settings."""
        return {
            "MAIL_SERVER": self.host,
            "MAIL_PORT": self.port,
            "MAIL_USERNAME": self.user,
            "MAIL_PASSWORD": self.password,
            "MAIL_USE_TLS": self.scheme == "smtp+starttls",
            "MAIL_USE_SSL": self.scheme == "smtps",
            "MAIL_MAX_EMAILS": MAX_MAILS,
        }


class SafeConnection(Connection):
    """Flask-Mail's connection with a time-out on every exchange and verified certificates."""

    def __init__(self, server: Server, *, timeout: float) -> None:
        super().__init__(Mail().init_mail(server.flask_mail_config()))  # type: ignore[arg-type]
        self._timeout = timeout
        self._ca_file = server.ca_file

    def configure_host(self) -> smtplib.SMTP:
        """Connect, encrypt and sign in; a connection that fails half-way is closed."""
        host = self._connect()
        try:
            if self.mail.use_tls:
                host.starttls(context=client_context(self._ca_file))
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def send_bytes(self, envelope_from: str, to: str, message: bytes) -> None:
        """Send one message to one recipient over the open connection."""
        assert self.host is not None
        self.host.sendmail(envelope_from, [to], message)
        self.num_emails += 1

    def name_both(self, envelope_from: str, to: str) -> None:
        """Tell the server who writes to whom, and begin anew."""
        assert self.host is not None
        self.host.ehlo_or_helo_if_needed()
        try:
            for code, text in (self.host.mail(envelope_from), self.host.rcpt(to)):
                if code >= _REFUSED:
                    raise smtplib.SMTPResponseException(code, text)
        finally:
            self.host.rset()

    @property
    def used_up(self) -> bool:
        """Tell whether the connection has carried as many messages as it should."""
        return self.num_emails >= MAX_MAILS

    def _connect(self) -> smtplib.SMTP:
        if self.mail.use_ssl:
            context = client_context(self._ca_file)
            return smtplib.SMTP_SSL(self.mail.server, self.mail.port, timeout=self._timeout, context=context)
        return smtplib.SMTP(self.mail.server, self.mail.port, timeout=self._timeout)


class SmtpTransport:
    """Send by one server, over one connection opened by the first message and again after it is lost."""

    def __init__(self, server: Server, *, timeout: float) -> None:
        self._server = server
        self._timeout = timeout
        self._connection: SafeConnection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, envelope_from: str, to: str, message: bytes) -> None:
        """Send one message; see the port."""
        try:
            sender, recipient = envelope_from and ascii_address(envelope_from), ascii_address(to)
        except ValueError as error:
            raise Permanent(None, str(error)) from error
        connection = self._open()
        with self._failures():
            connection.send_bytes(sender, recipient, message)
        if connection.used_up:
            self._close()

    def rehearse(self, envelope_from: str, to: str) -> None:
        """Name sender and recipient, then take it back; see the port."""
        try:
            sender, recipient = envelope_from and ascii_address(envelope_from), ascii_address(to)
        except ValueError as error:
            raise Permanent(None, str(error)) from error
        connection = self._open()
        with self._failures():
            connection.name_both(sender, recipient)

    def health(self) -> Health:
        """Tell whether the server lets us in."""
        try:
            self._open()
        except MailFailure as failure:
            return Health(
                ok=False, sentence=f"The mail server {self._server.host} does not answer: {failure}"
            )
        self._close()
        return Health(ok=True)

    def _open(self) -> SafeConnection:
        if self._connection is not None:
            return self._connection
        connection = SafeConnection(self._server, timeout=self._timeout)
        try:
            connection.__enter__()
        except smtplib.SMTPResponseException as error:
            raise Unreachable(error.smtp_code, _text(error.smtp_error)) from error
        # A name too long for DNS raises UnicodeError, everything else OSError (SMTPException is one).
        except (OSError, UnicodeError) as error:
            raise Unreachable(None, str(error)) from error
        self._connection = connection
        return connection

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None or connection.host is None:
            return
        with suppress(OSError):
            connection.host.quit()
        connection.host.close()

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Turn what smtplib raises into what the port promises; drop a connection that is of no more use."""
        try:
            yield
        except smtplib.SMTPRecipientsRefused as error:
            ((code, text),) = error.recipients.values()
            raise _refusal(code, _text(text)) from error
        except smtplib.SMTPSenderRefused as error:
            # The sender is ours: a refusal is a setting to mend, not a reason to drop the message.
            kind = Permanent if error.smtp_code == _TOO_BIG else Temporary
            raise kind(error.smtp_code, _text(error.smtp_error)) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, _text(error.smtp_error)) from error
        except OSError as error:
            self._close()
            silent = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
            raise (Unreachable if silent else Temporary)(None, str(error)) from error


def open_url(url: str, *, timeout: float) -> SmtpTransport:
    """Return the transport for the URL; raise BadEngineUrl for no server or a password sent in clear."""
    parts = urlsplit(url)
    try:
        port = parts.port or _PORTS[parts.scheme]
    except ValueError as error:
        raise BadEngineUrl(f"mail_url: {error}") from error
    if not parts.hostname:
        raise BadEngineUrl(f"mail_url must name a server, e.g. {parts.scheme}://mail.example.org")
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    if parts.scheme == "smtp" and user and not _is_loopback(parts.hostname):
        raise BadEngineUrl("mail_url would send a password in clear: use smtp+starttls:// or smtps://")
    asked = parse_qs(parts.query, keep_blank_values=True)
    if asked.keys() - set(OPTIONS):
        raise BadEngineUrl(f"mail_url has an unknown option (known: {', '.join(OPTIONS)})")
    ca_file = asked.get("ca_file", [""])[0]
    server = Server(parts.scheme, parts.hostname, port, user, password, ca_file)
    return SmtpTransport(server, timeout=timeout)


def _refusal(code: int, text: str) -> MailFailure:
    return Permanent(code, text) if code >= 500 else Temporary(code, text)


def _text(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(text.split())[:500]


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
