"""A mail as it came, made fit for reading: no byte order mark, no UTF-16, line ends that are some."""

import codecs


def repair(raw: bytes) -> bytes:
    """Return `raw` in an encoding that extends ASCII, with LF somewhere; the very bytes where nothing ails."""
    raw = _from_utf16(raw).removeprefix(codecs.BOM_UTF8)
    if raw[:1] == b"\0":
        raw = raw.lstrip(b"\0")
    if b"\n" not in raw and b"\r" in raw:
        return raw.replace(b"\r", b"\n")
    if b"\r\r\n" in raw[:4096]:
        return raw.replace(b"\r\r\n", b"\r\n")
    return raw


def _from_utf16(raw: bytes) -> bytes:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace").encode("utf-8", "replace")
    head = raw[:64]
    if len(head) == 64 and head[1::2] == b"\0" * 32 and b"\0" not in head[::2]:
        return raw.decode("utf-16-le", "replace").encode("utf-8", "replace")
    if len(head) == 64 and head[::2] == b"\0" * 32 and b"\0" not in head[1::2]:
        return raw.decode("utf-16-be", "replace").encode("utf-8", "replace")
    return raw
