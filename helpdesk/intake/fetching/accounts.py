"""The mailboxes of the settings: one URL each, e.g. `imaps://aide:secret@mail.example.org/INBOX`.

With XOAUTH2 the URL has no password but `?token_file=…` or `?token_command=…`, asked anew at each sign-in.
"""

import shlex
import subprocess
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from helpdesk.engines.schemes import BadEngineUrl

PORTS = {"imaps": 993, "imap+starttls": 143, "imap": 143}
DONE = "Traites"
"""Where a mail is moved on the server once it is kept here."""
NAME_LENGTH = 300
OPTIONS = ("done", "token_file", "token_command", "ca_file")
"""What may stand behind the question mark."""


class NoToken(Exception):
    """The access token cannot be had; the sentence says why."""


class TokenRefused(Exception):
    """The server does not take the access token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One folder of one mailbox, and how to be let in."""

    scheme: str
    host: str
    port: int
    user: str
    password: str = field(default="", repr=False)
    folder: str = "INBOX"
    done: str = DONE
    token_file: str = ""
    token_command: str = ""
    ca_file: str = ""
    """Certificates to trust instead of the system's, in PEM form."""

    @property
    def name(self) -> str:
        """Return the URL without any secret: what the mailbox is known by."""
        return f"{self.scheme}://{self.user}@{self.host}:{self.port}/{self.folder}"[:NAME_LENGTH]

    @property
    def has_token(self) -> bool:
        """Tell whether it is opened by XOAUTH2."""
        return bool(self.token_file or self.token_command)

    def token(self, *, timeout: float) -> str:
        """Return the access token of now; raise NoToken."""
        try:
            if self.token_file:
                return Path(self.token_file).read_text(encoding="ascii").strip()
            # The administrator's own setting, without a shell.
            done = subprocess.run(  # noqa: S603
                shlex.split(self.token_command), capture_output=True, timeout=timeout, check=True
            )
            return done.stdout.decode("ascii").strip()
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise NoToken(f"the access token cannot be had ({type(error).__name__})") from error


def read_accounts(setting: str) -> tuple[Account, ...]:
    """Return the mailboxes of the setting, URLs with blanks between them; raise BadEngineUrl."""
    accounts = tuple(_read(url) for url in setting.split())
    if len({each.name for each in accounts}) < len(accounts):
        raise BadEngineUrl("mailboxes names the same folder twice")
    return accounts


def _read(url: str) -> Account:
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except KeyError as error:
        raise BadEngineUrl(f"mailboxes has an unknown scheme (known: {', '.join(PORTS)})") from error
    except ValueError as error:
        raise BadEngineUrl("mailboxes holds something that is no URL") from error
    if not parts.hostname or not parts.username:
        raise BadEngineUrl(
            "mailboxes must name user and server, e.g. imaps://aide:secret@mail.example.org/INBOX"
        )
    if parts.scheme == "imap" and not _is_loopback(parts.hostname):
        raise BadEngineUrl("mailboxes would send a password in clear: use imaps:// or imap+starttls://")
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if asked.keys() - set(OPTIONS):
        raise BadEngineUrl(f"mailboxes has an unknown option (known: {', '.join(OPTIONS)})")
    account = Account(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port,
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        **asked,
    )
    if account.done == account.folder:
        raise BadEngineUrl("mailboxes: mail cannot be moved to the folder it is fetched from")
    return account


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
