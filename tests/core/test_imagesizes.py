"""The size of an image, from the first bytes of its file."""

import struct

import pytest

from helpdesk.core.imagesizes import size_of

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 480)
JPEG = (
    b"\xff\xd8\xff\xe0"
    + struct.pack(">H", 16)
    + bytes(14)
    + b"\xff\xc2"
    + struct.pack(">HBHH", 17, 8, 480, 640)
)
RIFF = b"RIFF\x00\x00\x00\x00WEBP"
VP8X = RIFF + b"VP8X" + bytes(8) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")
VP8L = RIFF + b"VP8L" + bytes(4) + b"\x2f" + (639 | 479 << 14).to_bytes(4, "little")
VP8 = RIFF + b"VP8 " + bytes(7) + b"\x9d\x01\x2a" + struct.pack("<HH", 640, 480)


@pytest.mark.parametrize("head", [PNG, JPEG, VP8X, VP8L, VP8], ids=["png", "jpeg", "vp8x", "vp8l", "vp8"])
def test_each_kind_says_how_large_it_is(head):
    assert size_of(head) == (640, 480)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"GIF89a",
        PNG[:20],
        JPEG[:-2],
        b"\xff\xd8" + b"\xff\xe0\x00\x00" * 20_000,
        VP8[:27],
        PNG[:16] + struct.pack(">II", 0, 480),
        PNG[:16] + struct.pack(">II", 2**31, 480),
    ],
)
def test_what_cannot_be_told_is_not_guessed(head):
    assert size_of(head) is None
