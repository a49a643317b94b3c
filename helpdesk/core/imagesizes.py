"""How wide and high an image is, read from the first bytes of its file: PNG, JPEG, WebP."""

import struct
from collections.abc import Iterator

HEAD = 64 * 1024
"""First bytes of a file in which its size is looked for."""
LARGEST = 20_000
"""Pixels of a side that no picture on a page has: a file that says more is not believed."""

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of JPEG after which the size stands."""

Size = tuple[int, int]


def size_of(head: bytes) -> Size | None:
    """Return width and height in pixels; None where they cannot be told."""
    try:
        found = next(_sizes(head[:HEAD]), None)
    except (struct.error, IndexError):
        return None
    return found if found and all(0 < side <= LARGEST for side in found) else None


def _sizes(head: bytes) -> Iterator[Size]:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        yield struct.unpack_from(">II", head, 16)
    elif head.startswith(b"\xff\xd8"):
        yield from _of_jpeg(head)
    elif head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        yield from _of_webp(head)


def _of_jpeg(head: bytes) -> Iterator[Size]:
    at = 2
    while head[at] == 0xFF:
        marker, length = struct.unpack_from(">BH", head, at + 1)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", head, at + 5)
            yield width, height
            return
        at += 2 + max(2, length)


def _of_webp(head: bytes) -> Iterator[Size]:
    kind = head[12:16]
    if kind == b"VP8X":
        yield _little(head[24:27]) + 1, _little(head[27:30]) + 1
    elif kind == b"VP8L":
        bits = _little(head[21:25])
        yield (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", head, 26)
        yield width & 0x3FFF, height & 0x3FFF


def _little(sign: bytes) -> int:
    return int.from_bytes(sign, "little")
