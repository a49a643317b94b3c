"""Keys of stored files and the counting of what goes in, the same for every store."""

import hashlib
import re
import secrets
from collections.abc import Iterator
from typing import BinaryIO

from helpdesk.engines.store import StoredFile

CHUNK = 256 * 1024
"""Bytes read at a time, so that a file is never whole in memory."""

_KEY = re.compile(r"[0-9a-f]{32}")


def new_key() -> str:
    """Return a random name that says nothing about the file."""
    return secrets.token_hex(16)


def is_key(key: str) -> bool:
    """Tell whether a store may have given this key; anything else never becomes a path."""
    return _KEY.fullmatch(key) is not None


class Counted:
    """Pass a file's bytes on while measuring them. An empty file gives no chunk."""

    def __init__(self, content: bytes | BinaryIO) -> None:
        self._content = content
        self._sha256 = hashlib.sha256()
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks():
            self._sha256.update(chunk)
            self._size += len(chunk)
            yield chunk

    def stored_as(self, key: str) -> StoredFile:
        """Return what was measured, once all has passed."""
        return StoredFile(key, self._size, self._sha256.hexdigest())

    def _chunks(self) -> Iterator[bytes]:
        if isinstance(self._content, bytes):
            if self._content:
                yield self._content
            return
        while chunk := self._content.read(CHUNK):
            yield chunk
