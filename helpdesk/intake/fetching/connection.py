"""One open mailbox. imap-tools carries the connection; the bytes are taken as they come.

Its own message class is not used, which loses characters it cannot decode. Reading a mail never marks it as
read: what is in the folder is to be fetched, whatever somebody looked at in a webmail.
"""

import imaplib
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from helpdesk.engines.tls import client_context
from helpdesk.intake.fetching.accounts import Account, NoToken, TokenRefused

LOOK_AROUND_S = 1.0
"""How often somebody who waits for mail asks whether to stop."""
SENTENCE_LENGTH = 300

_UID = re.compile(rb"UID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxFailure(Exception):
    """The mailbox cannot be used now; the sentence says why, without any secret. `said` leaves out its name."""

    def __init__(self, sentence: str, said: str = "") -> None:
        super().__init__(sentence)
        self.said = said or sentence


class Connection:
    """A mailbox that is open on one folder, inside the `with` block."""

    def __init__(self, account: Account, *, timeout: float) -> None:
        self._account = account
        self._timeout = timeout
        self._box: BaseMailBox | None = None
        self.uid_validity = 0

    def __enter__(self) -> Self:
        with self._failures("open"):
            self._box = self._connected()
            try:
                self._sign_in(self._box)
                self._choose_folder(self._box)
            except BaseException:
                self._close()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    @property
    def can_wait(self) -> bool:
        """Tell whether the server says by itself that mail came (IDLE)."""
        return "IDLE" in self._open.client.capabilities

    @property
    def can_move(self) -> bool:
        """Tell whether the server moves a mail by itself (MOVE): otherwise it is copied and deleted."""
        return "MOVE" in self._open.client.capabilities

    def list_uids(self) -> list[int]:
        """Return the numbers of the mails in the folder, oldest first."""
        with self._failures("list"):
            answer = self._uid("SEARCH", "ALL")
            return sorted(int(uid) for line in answer if line for uid in line.split())

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Return the length of each mail; those that went away meanwhile are left out."""
        with self._failures("read"):
            answer = self._uid("FETCH", _set_of(uids), "(UID RFC822.SIZE)")
            lines = [line if isinstance(line, bytes) else line[0] for line in answer if line]
            pairs = ((_UID.search(line), _SIZE.search(line)) for line in lines)
            return {int(uid[1]): int(size[1]) for uid, size in pairs if uid and size}

    def fetch(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Return the raw bytes of each mail; those that went away meanwhile are left out."""
        with self._failures("fetch"):
            return dict(_literals(self._uid("FETCH", _set_of(uids), "(UID BODY.PEEK[])")))

    def fetch_beginning(self, uid: int, length: int) -> bytes | None:
        """Return the first bytes of a mail, None when it went away."""
        with self._failures("fetch"):
            return dict(_literals(self._uid("FETCH", str(uid), f"(UID BODY.PEEK[]<0.{length}>)"))).get(uid)

    def move_away(self, uids: Sequence[int]) -> None:
        """Move mails to the folder of what is done."""
        with self._failures("move"):
            self._open.move([str(uid) for uid in uids], self._account.done)

    def wait(self, seconds: float, *, is_stopping: Callable[[], bool]) -> bool:
        """Wait for the server to speak; tell whether it did before the time was over."""
        with self._failures("wait"), self._open.idle as idle:
            until = time.monotonic() + seconds
            while not is_stopping() and (asked_at := time.monotonic()) < until:
                if idle.poll(LOOK_AROUND_S):
                    return True
                # imap-tools takes the end of a connection for silence, and would say so without waiting.
                if time.monotonic() - asked_at < LOOK_AROUND_S / 2:
                    raise MailboxFailure(f"{self._account.name}: the server ended the connection")
        return False

    @property
    def _open(self) -> BaseMailBox:
        assert self._box is not None, "the mailbox is used within its `with` block"
        return self._box

    def _connected(self) -> BaseMailBox:
        host, port, timeout = self._account.host, self._account.port, self._timeout
        if self._account.scheme == "imap":
            return MailBoxUnencrypted(host, port, timeout=timeout)
        context = client_context(self._account.ca_file)
        box = MailBox if self._account.scheme == "imaps" else MailBoxStartTls
        return box(host, port, timeout=timeout, ssl_context=context)

    def _sign_in(self, box: BaseMailBox) -> None:
        user, password = self._account.user, self._account.password
        if self._account.has_token:
            _show_token(box, user, self._account.token(timeout=self._timeout))
        elif (user + password).isascii():
            box.login(user, password, None)
        else:
            box.login_utf8(user, password, None)
        # What the server can do is another thing once somebody is signed in: without asking again, moving
        # would be copying and deleting.
        box.client._get_capabilities()

    def _choose_folder(self, box: BaseMailBox) -> None:
        if not box.folder.exists(self._account.done):
            box.folder.create(self._account.done)
        box.folder.set(self._account.folder)
        _kind, numbers = box.client.response("UIDVALIDITY")
        self.uid_validity = int(numbers[0]) if numbers and numbers[0] else 0

    def _uid(self, command: str, *words: str) -> list[Any]:
        kind, answer = self._open.client.uid(command, *words)
        if kind != "OK":
            raise MailboxFailure(f"the server refuses {command}")
        return answer

    def _close(self) -> None:
        box, self._box = self._box, None
        if box is not None:
            with suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
                box.logout()
            with suppress(OSError):
                box.client.shutdown()

    @contextmanager
    def _failures(self, doing: str) -> Iterator[None]:
        try:
            yield
        except _FAILURES as error:
            said = _said(error, self._account)
            sentence = f"{self._account.name} {_DOING[doing]}: {said}"[:SENTENCE_LENGTH]
            raise MailboxFailure(sentence, said) from error


def _literals(answer: Sequence[Any]) -> Iterator[tuple[int, bytes]]:
    for part in answer:
        if isinstance(part, tuple) and (uid := _UID.search(part[0])):
            yield int(uid[1]), part[1]


def _set_of(uids: Sequence[int]) -> str:
    return ",".join(map(str, uids))


_FAILURES = (OSError, imaplib.IMAP4.error, ImapToolsError, NoToken, TokenRefused, UnicodeError, ValueError)
_DOING = {
    "open": "cannot be opened",
    "list": "cannot be listed",
    "read": "cannot be read",
    "fetch": "broke off while mail was fetched",
    "move": "does not let mail be moved",
    "wait": "broke off while mail was waited for",
}


def _show_token(box: BaseMailBox, user: str, token: str) -> None:
    try:
        box.xoauth2(user, token, None)
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        raise TokenRefused(f"the server does not take the access token ({error})") from error


def _said(error: BaseException, account: Account) -> str:
    said = " ".join(str(error).split()) or type(error).__name__
    for secret in filter(None, [account.password]):
        said = said.replace(secret, "…")
    return said[:SENTENCE_LENGTH]
