"""What a mail is known by before anybody reads it: found in its raw bytes, whatever they are."""

import hashlib
import re
from dataclasses import dataclass

HEADERS_LOOKED_AT = 256 * 1024
_ID = re.compile(rb"^message-id[ \t]*:(.*)$", re.IGNORECASE)
_TRACE = (b"received:", b"return-path:", b"delivered-to:", b"x-", b"envelope-to:", b"authentication-results:")
"""Headers that servers add on the way: the same mail has others when it comes a second time."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a mail is found again by: `key` is its Message-ID in one mailbox, `content` all but its traces."""

    key: str
    content: str


def marks_of(raw: bytes, *, mailbox: str) -> Marks:
    """Return the marks of a mail; without a Message-ID its content stands in for it."""
    lines, body = _split(raw)
    content = _digest(b"\n".join(lines), body)
    message_id = _message_id(lines)
    key = _digest(mailbox.encode(), message_id) if message_id else _digest(mailbox.encode(), content.encode())
    return Marks(key, content)


def _split(raw: bytes) -> tuple[list[bytes], bytes]:
    """Return the headers, unfolded and without the servers' own, and the body; line ends do not count."""
    text = raw.replace(b"\r\n", b"\n")
    head, _blank, body = text.partition(b"\n\n")
    if len(head) > HEADERS_LOOKED_AT:
        head, body = text[:HEADERS_LOOKED_AT], text[HEADERS_LOOKED_AT:]
    lines: list[bytes] = []
    for line in head.split(b"\n"):
        if line[:1] in {b" ", b"\t"} and lines:
            lines[-1] += b" " + line.strip()
        else:
            lines.append(line)
    return [line for line in lines if not line.lower().startswith(_TRACE)], body


def _message_id(lines: list[bytes]) -> bytes:
    for line in lines:
        found = _ID.match(line)
        if found:
            return b"".join(found[1].split())
    return b""


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
        digest.update(b"\0")
    return digest.hexdigest()
