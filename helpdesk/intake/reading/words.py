"""Words in headers: encoded words, raw accents, and parameters cut in pieces (RFC 2047, RFC 2231)."""

import binascii
import re
from urllib.parse import unquote_to_bytes

from helpdesk.intake.reading.charsets import CONTROLS, to_text

ENCODED = re.compile(rb"=\?([\w.:+\-]{1,60})(?:\*[\w\-]{0,20})?\?([bBqQ])\?(.{0,4000}?)\?=", re.DOTALL)
BETWEEN = re.compile(rb"(\?=)[ \t\r\n]+(?==\?[\w.:+\-]{1,60}(?:\*[\w\-]{0,20})?\?[bBqQ]\?)")
PARAMETER = re.compile(rb';([^\s=;"]{1,100}) {0,9}= {0,9}("(?:[^"\\]|\\.)*"|"?[^;]*)', re.DOTALL)
SECTION = re.compile(r"(.+?)(?:\*(\d{1,3}))?(\*)?")
BLANKS = re.compile(r"[ \t\r\n\u00a0]+")
LONGEST_WORDS = 16 * 1024
LONGEST_PARAMETERS = 8 * 1024


def decode_words(value: bytes) -> str:
    """Return a header as people read it, on one line.

    Encoded words that follow each other are joined as bytes first: many senders cut inside a character.
    """
    value = BETWEEN.sub(rb"\1", value[:LONGEST_WORDS])
    pieces: list[tuple[str | None, bytes]] = []
    at = 0
    for found in ENCODED.finditer(value):
        if found.start() > at:
            pieces.append((None, value[at : found.start()]))
        charset = found[1].decode("ascii", "replace").lower()
        decoded = _base64(found[3]) if found[2] in b"bB" else _quoted(found[3])
        if pieces and pieces[-1][0] == charset:
            pieces[-1] = (charset, pieces[-1][1] + decoded)
        else:
            pieces.append((charset, decoded))
        at = found.end()
    pieces.append((None, value[at:]))
    return one_line("".join(to_text(content, charset) for charset, content in pieces if content))


def one_line(text: str) -> str:
    """Return `text` without line breaks and control characters, nor blanks at its ends."""
    return (
        CONTROLS.sub("", re.sub(r"[\r\n\u2028\u2029\x0b\x0c\x85]+[ \t]*", " ", text))
        .replace("\t", " ")
        .strip()
    )


def parameters(value: bytes | None) -> tuple[str, dict[str, str]]:
    """Return the word a header begins with, in lower case, and its parameters, decoded."""
    if value is None:
        return "", {}
    value = _semicolons(value[:LONGEST_PARAMETERS])
    first = value.partition(b";")[0].strip().lower().decode("ascii", "replace")
    sections: dict[str, dict[int, tuple[bool, bytes]]] = {}
    for found in PARAMETER.finditer(value, len(value.partition(b";")[0])):
        name, number, extended = _section(found[1].decode("ascii", "replace").lower())
        sections.setdefault(name, {}).setdefault(number, (extended, _unquoted(found[2])))
    return first, {name: _joined(pieces) for name, pieces in sections.items()}


def _semicolons(value: bytes) -> bytes:
    """Leave one semicolon where a sender wrote several, or blanks around it."""
    pieces = (piece.strip() for piece in value.split(b";"))
    return b";".join(piece for number, piece in enumerate(pieces) if piece or not number)


def _section(name: str) -> tuple[str, int, bool]:
    found = SECTION.fullmatch(name)
    assert found is not None
    # A whole value stands before its pieces: -1 when it is extended, -2 when it is plain.
    alone = -1 if found[3] else -2
    return found[1], int(found[2]) if found[2] else alone, bool(found[3])


def _joined(pieces: dict[int, tuple[bool, bytes]]) -> str:
    if -1 in pieces:
        charset, content = _extended(pieces[-1][1])
        return one_line(to_text(content, charset))
    if -2 in pieces:
        return decode_words(pieces[-2][1])
    first = min(pieces)
    charset, begun = _extended(pieces[first][1]) if pieces[first][0] else (None, pieces[first][1])
    rest = (
        unquote_to_bytes(content) if extended else content
        for number, (extended, content) in sorted(pieces.items())
        if number != first
    )
    whole = b"".join([begun, *rest])
    return one_line(to_text(whole, charset)) if charset else decode_words(whole)


def _extended(content: bytes) -> tuple[str | None, bytes]:
    charset, quote, rest = content.partition(b"'")
    _, second, text = rest.partition(b"'")
    if not quote or not second:
        return None, unquote_to_bytes(content)
    return charset.decode("ascii", "replace") or None, unquote_to_bytes(text)


def _unquoted(value: bytes) -> bytes:
    value = value.strip()
    if value[:1] == b'"':
        return re.sub(rb"\\(.)", rb"\1", value[1:].removesuffix(b'"'))
    return value


def _quoted(content: bytes) -> bytes:
    return binascii.a2b_qp(content.replace(b" ", b"_"), header=True)


def _base64(content: bytes) -> bytes:
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
