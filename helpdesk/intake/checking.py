"""Trying every mailbox and the mail server, and saying in one sentence each what is wrong."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from imap_tools.errors import MailboxFolderSelectError, MailboxLoginError, UnexpectedCommandStatusError

from helpdesk.config import Settings
from helpdesk.engines.mail import MailFailure, MailTransport, open_mail
from helpdesk.engines.mail.build import Letter, build_message
from helpdesk.engines.schemes import BadEngineUrl
from helpdesk.engines.tls import BadAuthorities
from helpdesk.intake.fetching.accounts import Account, read_accounts
from helpdesk.intake.fetching.connection import Connection, MailboxFailure
from helpdesk.outbox.identity import new_bounce_token, new_message_id, tagged


@dataclass(frozen=True, slots=True)
class Finding:
    """What one trial found, in a sentence."""

    ok: bool
    sentence: str


def check_settings(chosen: Settings) -> Iterator[Finding]:
    """Tell which addresses lead nowhere, since nothing reads what comes to them."""
    reads = bool(chosen.mailboxes.get_secret_value().strip())
    for name in ("mail_inbound_address", "mail_bounce_address"):
        address = getattr(chosen, name)
        if address and not reads:
            yield Finding(False, f"HELPDESK_{name.upper()} is {address}, but HELPDESK_MAILBOXES is empty.")
    if reads and not chosen.mail_inbound_address:
        yield Finding(
            False, "Mail is fetched, but HELPDESK_MAIL_INBOUND_ADDRESS is empty: nobody can answer."
        )


def check_mailboxes(chosen: Settings) -> Iterator[Finding]:
    """Open every mailbox as the intake does, and look into it."""
    try:
        accounts = read_accounts(chosen.mailboxes.get_secret_value())
    except BadEngineUrl as error:
        yield Finding(False, f"HELPDESK_MAILBOXES: {error}.")
        return
    for account in accounts:
        yield _check_mailbox(account, timeout=chosen.mail_timeout_seconds)


def check_server(chosen: Settings, *, send_to: str, now: datetime) -> Iterator[Finding]:
    """Go through sending a mail as far as naming both ends; really send one to `send_to` if given."""
    url = chosen.engine_url("mail")
    name = _server_name(url)
    senders = [chosen.mail_from]
    if chosen.mail_bounce_address:
        senders.append(tagged(chosen.mail_bounce_address, new_bounce_token()))
    try:
        with open_mail(url, timeout=chosen.mail_timeout_seconds) as transport:
            for sender in senders:
                yield _rehearse(transport, sender, send_to or chosen.support_email, name)
            if send_to:
                transport.send(chosen.mail_from, send_to, _trial(chosen, send_to, now))
                yield Finding(True, f"{name}: a trial mail was handed over for {send_to}.")
    except BadEngineUrl as error:
        yield Finding(False, f"HELPDESK_MAIL_URL: {error}.")
    except MailFailure as failure:
        yield Finding(False, f"{name}: {_why(failure)}.")


def _check_mailbox(account: Account, *, timeout: float) -> Finding:
    try:
        with Connection(account, timeout=timeout) as box:
            waiting, moves = len(box.list_uids()), box.can_move
    except MailboxFailure as failure:
        return Finding(False, f"{account.name}: {_why(failure, failure.said)}.")
    if not moves:
        return Finding(
            True, f"{account.name}: open, {waiting} mails; without MOVE, mails are copied and deleted."
        )
    return Finding(True, f"{account.name}: open, {waiting} mails, MOVE to {account.done} is possible.")


def _rehearse(transport: MailTransport, sender: str, to: str, name: str) -> Finding:
    try:
        transport.rehearse(sender, to)
    except MailFailure as failure:
        said = _why(failure)
        return Finding(False, f"{name}: a mail from {sender} to {to} would not be taken: {said}.")
    return Finding(True, f"{name}: open, takes mail from {sender} to {to}.")


def _server_name(url: str) -> str:
    """Return the URL without user and password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _trial(chosen: Settings, to: str, now: datetime) -> bytes:
    letter = Letter(
        sender=chosen.mail_from,
        sender_name=chosen.mail_from_name,
        to=to,
        subject="Essai d’envoi",
        text=f"Ce message d’essai vient de {chosen.site_name}. Il n’appelle pas de réponse.\n",
        message_id=new_message_id(),
        date=now,
    )
    return build_message(letter).as_bytes()


_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (BadAuthorities, "its certificate cannot be verified"),
    (ssl.SSLCertVerificationError, "its certificate is not trusted; ca_file names an authority of your own"),
    (ssl.SSLError, "it does not speak TLS as it should"),
    (socket.gaierror, "its name is not known"),
    (ConnectionRefusedError, "nobody listens at this port"),
    (TimeoutError, "it does not answer in time"),
    (MailboxLoginError, "it refuses user or password"),
    (MailboxFolderSelectError, "the folder does not exist or cannot be opened"),
    (UnexpectedCommandStatusError, "it refuses a command"),
)


def _why(failure: Exception, said: str = "") -> str:
    """Return what is wrong in words, then what was said."""
    said = (said or str(failure)).rstrip(".")
    cause: BaseException | None = failure
    while cause is not None:
        for kind, words in _WORDS:
            if isinstance(cause, kind):
                return f"{words} ({said})"
        cause = cause.__cause__ or cause.__context__
    return said
