"""Files on the local disk: `file:///srv/helpdesk/files`, fanned out in two levels of folders by their key."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from helpdesk.engines.files import fsync_folder, make_private_folder, write_durably
from helpdesk.engines.health import Health
from helpdesk.engines.schemes import folder_of
from helpdesk.engines.store import FileMissing, StoredFile, StoreFull, StoreUnavailable
from helpdesk.engines.store.keys import Counted, is_key, new_key
from helpdesk.engines.store.probe import probe

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class LocalStore:
    """Keep files under `root`, readable by us alone."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, content: bytes | BinaryIO, *, key: str | None = None) -> StoredFile:
        """Write the file and flush it, with the folders that lead to it; see the port."""
        key = new_key() if key is None else key
        if not is_key(key):
            raise ValueError(f"{key!r} is not a key of this store")
        counted = Counted(content)
        with _disk_errors():
            path = self._path(key)
            self._make_folders(path.parent)
            write_durably(path, counted)
        return counted.stored_as(key)

    def open(self, key: str) -> BinaryIO:
        """Open the file; see the port."""
        with self._present(key) as path:
            return path.open("rb")

    def delete(self, key: str) -> None:
        """Remove the file; its folders stay, since another process may be writing there."""
        if is_key(key):
            with _disk_errors():
                self._path(key).unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        """Tell whether the file is there."""
        return is_key(key) and self._path(key).is_file()

    def size(self, key: str) -> int:
        """Return the file's length; see the port."""
        with self._present(key) as path:
            return path.stat().st_size

    def stored_at(self, key: str) -> datetime:
        """Return when the file was kept; see the port."""
        with self._present(key) as path:
            return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)

    def keys(self) -> Iterator[str]:
        """Yield the keys of whole files; what an interrupted write left behind has a name of another form."""
        return (path.name for path in self._root.glob("??/??/*") if is_key(path.name))

    def health(self) -> Health:
        """Write, read back and remove a small file."""
        return probe(self, place=str(self._root))

    def _path(self, key: str) -> Path:
        return self._root / key[:2] / key[2:4] / key

    def _make_folders(self, folder: Path) -> None:
        make_private_folder(self._root)
        for step in (folder.parent, folder):
            if not step.is_dir():
                make_private_folder(step)
                fsync_folder(step.parent)

    @contextmanager
    def _present(self, key: str) -> Iterator[Path]:
        if not is_key(key):
            raise FileMissing(key)
        with _disk_errors():
            try:
                yield self._path(key)
            except FileNotFoundError as error:
                raise FileMissing(key) from error


def open_url(url: str) -> LocalStore:
    """Return the store in the URL's folder, which is made by the first file."""
    return LocalStore(folder_of(url, setting="store_url"))


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        kind = StoreFull if error.errno in _NO_ROOM else StoreUnavailable
        raise kind(str(error)) from error
