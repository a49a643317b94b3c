"""The header block of a mail or of a part, read line by line, whatever stands in it.

The standard library stops at the first line that is no header, so that From and Subject become text; and it
knows nothing of line ends lost or doubled on the way.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpdesk.intake.reading.limits import LONGEST_HEADER, MOST_HEADER_LINES, MOST_HEADERS

HEADER = re.compile(rb"([\x21-\x39\x3b-\x7e]{1,200})[ \t]{0,20}:(.*)", re.DOTALL)
LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|$)")
KNOWN = re.compile(
    rb"(?:from|to|cc|bcc|subject|date|sender|reply-to|return-path|received|message-id|in-reply-to|references"
    rb"|mime-version|content-[a-z-]+|delivered-to|precedence|auto-submitted|list-[a-z-]+|dkim-signature"
    rb"|authentication-results|x-[\w-]+|thread-[a-z]+|importance|priority|user-agent|status|return-receipt-to)"
    rb"[ \t]{0,20}:",
    re.IGNORECASE,
)
FOLD = re.compile(rb"[\r\n]+[ \t]*")
MBOX = re.compile(rb">?From [^\r\n:]{0,200}(?:[ \t:]|\d\d:\d\d)[^\r\n]*\r?\n?")
LOOK_AHEAD = 200
"""Lines looked at to tell a junk line among headers from the beginning of the text."""


@dataclass(slots=True)
class Headers:
    """The headers of a mail or part, names in lower case, values unfolded, in order."""

    fields: list[tuple[str, bytes]] = field(default_factory=list)

    def first(self, name: str) -> bytes | None:
        """Return the first value under `name`."""
        return next((value for each, value in self.fields if each == name), None)

    def every(self, *names: str) -> list[bytes]:
        """Return all values under these names, in the order of the mail."""
        return [value for each, value in self.fields if each in names]

    def __contains__(self, name: str) -> bool:
        return any(each == name for each, _ in self.fields)


def split_headers(raw: bytes, start: int = 0, end: int | None = None) -> tuple[Headers, int]:
    """Read the header block that begins at `start`; return it and where the body begins."""
    end = len(raw) if end is None else end
    found = Headers()
    last: list[bytes] = []
    at = _skip_start(raw, start, end)
    for count, (line, begins, ends) in enumerate(_lines(raw, at, end)):
        at = ends
        if count > MOST_HEADER_LINES or len(found.fields) >= MOST_HEADERS:
            break
        bare = line.rstrip(b"\r\n")
        kind = _kind(raw, bare, ends, end, found)
        if kind == "end":
            return _closed(found, last), ends
        if kind == "body":
            return _closed(found, last), begins
        if kind == "more" and last:
            last.append(line)
        elif kind == "header":
            _closed(found, last)
            last = [bare + line[len(bare) :]]
    return _closed(found, last), at


def _skip_start(raw: bytes, start: int, end: int) -> int:
    """Pass over a mailbox separator; and over empty lines, when headers come after them."""
    at = start
    while found := MBOX.match(raw, at, end):
        at = found.end()
    line = LINE.match(raw, at, end)
    filled = at
    while line and line[0] and not line[0].strip(b"\r\n\t \0") and filled < at + 50:
        filled = line.end()
        line = LINE.match(raw, filled, end)
    if line and start == 0 and KNOWN.match(line[0]):
        return filled
    return at


def _kind(raw: bytes, line: bytes, after: int, end: int, found: Headers) -> str:
    """Say what a line of the block is: header, more (of the last one), junk, end (empty), or body."""
    line = line.replace(b"\0", b"")
    if not line.strip():
        # A line of blanks inside the block continues a folded header.
        return "more" if line and _starts_header(raw, after, end) else "end"
    if line[:1] in b" \t":
        return "more"
    if HEADER.match(line):
        return "header"
    return "junk" if _headers_follow(raw, after, end) else "body"


def _starts_header(raw: bytes, at: int, end: int) -> bool:
    line = LINE.match(raw, at, end)
    return bool(line and KNOWN.match(line[0]))


def _headers_follow(raw: bytes, at: int, end: int) -> bool:
    for count, (line, _, _) in enumerate(_lines(raw, at, end)):
        if not line.strip(b"\r\n\t \0") or count > LOOK_AHEAD:
            return False
        if KNOWN.match(line):
            return True
    return False


def _lines(raw: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while at < end:
        found = LINE.match(raw, at, end)
        if not found or found.end() == at:
            return
        yield found[0], at, found.end()
        at = found.end()


def _closed(found: Headers, last: list[bytes]) -> Headers:
    """Put the header whose lines are in `last` among those found, unfolded."""
    if not last:
        return found
    whole = b"".join(last)[:LONGEST_HEADER].replace(b"\0", b"")
    last.clear()
    match = HEADER.match(whole)
    if match:
        value = FOLD.sub(b" ", match[2]).strip(b" \t\r\n")
        found.fields.append((match[1].decode("ascii").lower(), value))
    return found
