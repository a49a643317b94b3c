"""The file port: where attachments lie, and how the place is opened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from helpdesk.engines.health import Health
from helpdesk.engines.schemes import Scheme, load

SCHEMES: Mapping[str, Scheme] = {
    "file": Scheme("helpdesk.engines.store.local"),
    "s3": Scheme("helpdesk.engines.store.s3", extra="s3"),
}


class StoreUnavailable(Exception):
    """The place cannot be reached or written; try again later."""


class StoreFull(StoreUnavailable):
    """There is no room left for the file; nothing of it was kept."""


class FileMissing(Exception):
    """No file has this key."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Hold what is known of a file once it is safely kept. `sha256` is in hexadecimal."""

    key: str
    size: int
    sha256: str


class FileStore(Protocol):
    """Keep files under random names of our own; a file is never changed once kept."""

    def put(self, content: bytes | BinaryIO, *, key: str | None = None) -> StoredFile:
        """Keep the content; return once it would survive a power cut. Raises StoreFull or StoreUnavailable.

        Only a restore gives the `key` of a file it puts back; it replaces what was there.
        """

    def open(self, key: str) -> BinaryIO:
        """Open a file for reading; the caller closes it. Raises FileMissing."""

    def delete(self, key: str) -> None:
        """Forget a file; an unknown key is no error."""

    def exists(self, key: str) -> bool:
        """Tell whether a file has this key."""

    def size(self, key: str) -> int:
        """Return the length in bytes. Raises FileMissing."""

    def stored_at(self, key: str) -> datetime:
        """Return when the file was kept, aware. Raises FileMissing."""

    def keys(self) -> Iterator[str]:
        """Yield every key, in no order."""

    def health(self) -> Health:
        """Tell whether files can be written and read, by doing it."""


def open_store(url: str) -> FileStore:
    """Return the store that `url` names, e.g. `file:///srv/helpdesk/files`."""
    store: FileStore = load(url, SCHEMES, setting="store_url").open_url(url)
    return store
