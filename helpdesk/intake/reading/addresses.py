"""Addresses and message ids in headers."""

import re

from helpdesk.intake.reading.charsets import to_text
from helpdesk.intake.reading.limits import MOST_ADDRESSES
from helpdesk.intake.reading.words import LONGEST_WORDS, decode_words, one_line

ADDRESS = re.compile(r"[^\s<>()\[\]\",;:@\\]{1,128}@[^\s<>()\",;:@\\]{1,255}")
QUOTED_LOCAL = re.compile(r'"[^"<>\r\n]{1,64}"@[^\s<>()",;:@\\]{1,255}')
BRACKETED = re.compile(rb"<[^<>]*>")
COMMENT = re.compile(rb"\([^()]*\)")
ID = re.compile(r"<[^<>]{1,900}>")
BARE_ID = re.compile(r"[^\s<>,;\"()]{1,500}@[^\s<>,;\"()]{1,300}")


def read_address(value: bytes | None) -> tuple[str, str | None]:
    """Return the name and the address, in lower case, of the first address of a header; None when none."""
    named = _entries(value or b"")
    name, address = next((each for each in named if each[1]), named[0] if named else ("", None))
    return name, address


def read_addresses(values: list[bytes]) -> tuple[str, ...]:
    """Return the addresses of these headers, in lower case, each once, in order."""
    found: dict[str, None] = {}
    for value in values:
        for _, address in _entries(value):
            if address and len(found) < MOST_ADDRESSES:
                found.setdefault(address)
    return tuple(found)


def read_ids(value: bytes | None) -> tuple[str, ...]:
    """Return the message ids of a header, in order, each in angle brackets and without blanks."""
    text = one_line(to_text((value or b"")[:LONGEST_WORDS]))
    bracketed = ["<" + "".join(each[1:-1].split()) + ">" for each in ID.findall(text)]
    ids = [each for each in bracketed if len(each) > 2] or [f"<{each}>" for each in BARE_ID.findall(text)]
    return tuple(dict.fromkeys(ids))


def _entries(value: bytes) -> list[tuple[str, str | None]]:
    return [_entry(piece) for piece in _split(value) if piece.strip()][: MOST_ADDRESSES * 2]


def _split(value: bytes) -> list[bytes]:
    """Cut a list of addresses at its commas and semicolons, not at those in quotes, brackets or words."""
    pieces, begun, quoted, bracketed = [], 0, False, False
    for found in re.finditer(rb'\\.|["<>,;]|=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,2000}\?=', value):
        sign = found[0]
        if sign == b'"' and not bracketed:
            quoted = not quoted
        elif quoted:
            continue
        elif sign in (b"<", b">"):
            bracketed = sign == b"<"
        elif sign in (b",", b";") and not bracketed:
            pieces.append(value[begun : found.start()])
            begun = found.end()
    rest = value[begun:]
    # An opening quote or bracket that never ends swallowed the others.
    return [*pieces, *(re.split(rb"[,;]", rest) if quoted or bracketed else [rest])]


def _entry(piece: bytes) -> tuple[str, str | None]:
    brackets = BRACKETED.findall(piece)
    for each in reversed(brackets):
        address = _address(decode_words(each))
        if address:
            return _name(piece.replace(each, b" ")), address
    if brackets:
        return _name(BRACKETED.sub(b" ", piece)), _address(decode_words(piece))
    text = decode_words(piece)
    address = _address(text)
    if address is None:
        return _name(piece.rpartition(b":")[2]), None
    comment = COMMENT.search(piece)
    if comment:
        return _name(comment[0][1:-1]), address
    rest = re.sub(re.escape(address), " ", text, flags=re.IGNORECASE)
    return rest.strip(" \t\"'<>()"), address


def _address(text: str) -> str | None:
    found = ADDRESS.search(text) or QUOTED_LOCAL.search(text)
    if not found:
        return None
    address = found[0].strip("'`.*").removeprefix("mailto:").lower()
    return address if "@" in address.strip("@") else None


def _name(piece: bytes) -> str:
    piece = piece.strip()
    if piece[:1] == b'"' and piece[-1:] == b'"' and len(piece) > 1:
        piece = re.sub(rb"\\(.)", rb"\1", piece[1:-1])
    return re.sub(r"\s+", " ", decode_words(piece)).strip(" \"'")
