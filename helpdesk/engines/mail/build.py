"""From the words of a letter to the bytes of a message."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from types import MappingProxyType
from typing import Any

from helpdesk.engines.mail.addresses import ascii_address

_BLANKS_AND_CONTROLS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LINE_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029\x00]")
_HEADER_NAME = re.compile(r"[!-9;-~]+")
_ID_HEADERS = frozenset({"message-id", "in-reply-to", "references"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Hold everything a message is made of.

    `message_id` (with its angle brackets) is given by whoever queues the letter, so that a second delivery
    can be recognised. `date` is aware. `references` lists the thread's Message-IDs, oldest first. `html` is a
    whole document. `headers` holds what else must be there, such as `List-Id`.
    """

    sender: str
    sender_name: str
    to: str
    subject: str
    text: str
    message_id: str
    date: datetime
    html: str | None = None
    reply_to: str | None = None
    references: tuple[str, ...] = ()
    auto_submitted: str = "auto-generated"
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class BadLetter(ValueError):
    """A header of the letter cannot be written: it would break the message or smuggle another header in."""


class _Policy(EmailPolicy):
    """Fold as the library does, except lists of Message-IDs.

    The library turns an id longer than a line into encoded words, which no mail program reads back.
    """

    def fold(self, name: str, value: Any) -> str:
        if name.lower() in _ID_HEADERS:
            return f"{name}: " + f"{self.linesep} ".join(value.split()) + self.linesep
        folded: str = super().fold(name, value)
        return folded

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii")


_POLICY = _Policy(linesep=SMTP.linesep)


def build_message(letter: Letter) -> EmailMessage:
    """Return the message, ready for `as_bytes()`; raise BadLetter for a header that cannot be written."""
    message = EmailMessage(policy=_POLICY)
    for name, value in _headers(letter):
        _add_header(message, name, value)
    message.set_content(_writable(letter.text), cte="quoted-printable")
    if letter.html is not None:
        message.add_alternative(_writable(letter.html), subtype="html", cte="quoted-printable")
    return message


def one_line(text: str) -> str:
    """Return the text on one line, without control characters or encoded words, as a subject must be."""
    return _BLANKS_AND_CONTROLS.sub(" ", _writable(text)).replace("=?", "= ?").strip()


def _headers(letter: Letter) -> Iterator[tuple[str, str | datetime | Address]]:
    yield "From", _address(letter.sender, name=one_line(letter.sender_name))
    yield "To", _address(letter.to)
    if letter.reply_to is not None:
        yield "Reply-To", _address(letter.reply_to)
    yield "Subject", one_line(letter.subject)
    yield "Date", letter.date
    yield "Message-ID", letter.message_id
    if letter.references:
        yield "In-Reply-To", letter.references[-1]
        yield "References", " ".join(letter.references)
    yield "Auto-Submitted", letter.auto_submitted
    yield "X-Auto-Response-Suppress", "All"
    yield from letter.headers.items()


def _add_header(message: EmailMessage, name: str, value: str | datetime | Address) -> None:
    if name in message:
        raise BadLetter(f"The header {name} is given twice")
    if not _HEADER_NAME.fullmatch(name):
        raise BadLetter(f"{name!r} is not the name of a header")
    if isinstance(value, str) and _LINE_BREAKS.search(value):
        raise BadLetter(f"The header {name} holds a line break")
    try:
        message[name] = value
        folded = _POLICY.fold_binary(name, message[name])
    except (ValueError, TypeError, LookupError) as error:
        raise BadLetter(f"The header {name} cannot be written: {error}") from error
    # The library decodes encoded words that a person typed ("=?utf-8?q?a=0ABcc:?="), line breaks included; some
    # versions of it write these as they are, others encode them anew for a reader who may decode them again.
    smuggles = any(not line.startswith((b" ", b"\t")) for line in folded.splitlines()[1:])
    if smuggles or _LINE_BREAKS.search(str(message[name])):
        raise BadLetter(f"The header {name} would smuggle another header in")


def _address(address: str, *, name: str = "") -> Address:
    try:
        return Address(display_name=name, addr_spec=ascii_address(address))
    except Exception as error:
        raise BadLetter(str(error)) from error


def _writable(text: str) -> str:
    """Replace what UTF-8 cannot carry (half of a surrogate pair, left by a broken decoder)."""
    return text.encode("utf-8", "replace").decode("utf-8")
