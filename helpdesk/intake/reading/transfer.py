"""Transfer encodings: from the letters on the wire to the bytes of a file."""

import binascii
import re

NOT_BASE64 = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
)
CLEAR = re.compile(rb"[^A-Za-z0-9+/=\s]|[A-Za-z] [a-z]")
PADDING = re.compile(rb"=[=\s]*")
UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
UU_END = re.compile(rb"^end[ \t]*\r?$", re.MULTILINE)


def decode(content: bytes, encoding: str, *, is_text: bool = False) -> bytes:
    """Return the decoded content; what an unknown encoding holds is taken as it stands.

    `is_text` allows for the footers that list servers write below encoded text.
    """
    if encoding == "base64":
        return _base64(content, is_text=is_text)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(content)
    if encoding in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        return uudecode(content)
    return content


def uudecode(content: bytes) -> bytes:
    """Return the file between `begin` and `end`, or `content` where there is none; broken lines are skipped."""
    begin = UU_BEGIN.search(content)
    if begin is None:
        return content
    end = UU_END.search(content, begin.end())
    lines = content[begin.end() : end.start() if end else None].split(b"\n")
    return b"".join(_uu_line(line.rstrip(b"\r")) for line in lines)


def find_uuencoded(content: bytes) -> list[tuple[int, int, str, bytes]]:
    """Return the files written inside a text: start, end, name and content of each."""
    found, at = [], 0
    while begin := UU_BEGIN.search(content, at):
        end = UU_END.search(content, begin.end())
        if end is None:
            break
        at = end.end()
        lines = content[begin.end() : end.start()].splitlines()
        if lines and all(_is_uu_line(line) for line in lines):
            name = begin[1].decode("utf-8", "replace").strip()
            found.append((begin.start(), at, name, b"".join(map(_uu_line, lines))))
    return found


def _base64(content: bytes, *, is_text: bool) -> bytes:
    if is_text and _is_clear(content):
        return content
    kept = content.translate(None, NOT_BASE64)
    if b"=" not in kept.rstrip(b"="):
        return _base64_run(kept)
    padding = PADDING.search(content)
    if is_text and padding and CLEAR.search(content, padding.end()):
        # The line break belongs to what stands below: the footer must not end up on the text's last line.
        below = padding.start() + len(padding[0].rstrip())
        return _base64_run(content[:below].translate(None, NOT_BASE64)) + content[below:]
    # Several encoded pieces, one after the other.
    return b"".join(_base64_run(piece) for piece in kept.split(b"=") if len(piece) > 1)


def _is_clear(content: bytes) -> bool:
    """Tell whether a text called base64 is none at all: its first lines hold what base64 never does."""
    head = content[:2000].strip()
    return bool(head) and CLEAR.search(head.partition(b"\n")[0]) is not None


def _base64_run(letters: bytes) -> bytes:
    letters = letters.rstrip(b"=")
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _is_uu_line(line: bytes) -> bool:
    if not line:
        return False
    size = (line[0] - 32) & 63
    return 32 <= line[0] <= 96 and len(line.rstrip()) - 1 <= (size + 2) // 3 * 4 + 2


def _uu_line(line: bytes) -> bytes:
    if not line:
        return b""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some encoders miscount: take what the line says it holds.
        wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[:wanted])
        except binascii.Error:
            return b""
