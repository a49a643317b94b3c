"""The folder of an index: one sub-folder per rebuild, a link to the one in use, one writer at a time.

The folder must be on a local disk: its lock and its atomic rename are not sure on a network share.
"""

import fcntl
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpdesk.engines.files import fsync_folder, make_private_folder
from helpdesk.engines.search import SearchUnavailable

WRITER_TIMEOUT = 10.0
"""Longest wait for another process to finish writing, in seconds."""

_LINK = "current"
_PAUSE = 0.02


class IndexFolder:
    """Find, lock and replace the index under `root`.

    `kind` names the engine and the form of its files: what another one wrote there is no index, and is made anew.
    """

    def __init__(self, root: Path, kind: str) -> None:
        self.root = root
        self._prefix = f"index-{kind}-"

    def current(self) -> Path:
        """Return the sub-folder in use; raise SearchUnavailable when there is none."""
        try:
            name = os.readlink(self.root / _LINK)
        except OSError as error:
            raise SearchUnavailable(f"There is no search index in {self.root}") from error
        if not name.startswith(self._prefix):
            raise SearchUnavailable(f"The search index in {self.root} is of another kind")
        return self.root / name

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only writer of all processes; raise SearchUnavailable when another one does not finish."""
        try:
            make_private_folder(self.root)
            descriptor = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise SearchUnavailable(f"The search index cannot be written: {error}") from error
        try:
            _wait_for(descriptor, WRITER_TIMEOUT)
            yield
        finally:
            os.close(descriptor)

    @contextmanager
    def replacement(self) -> Iterator[Path]:
        """Give a new sub-folder to fill; it takes the place of the old one, unless an exception passes."""
        new = self.root / f"{self._prefix}{secrets.token_hex(6)}"
        new.mkdir(mode=0o700)
        try:
            yield new
            self._swap(new)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        self._remove_all_but(new)

    def _swap(self, new: Path) -> None:
        link = self.root / f"{_LINK}.new"
        link.unlink(missing_ok=True)
        link.symlink_to(new.name)
        link.replace(self.root / _LINK)
        fsync_folder(self.root)

    def _remove_all_but(self, new: Path) -> None:
        # Readers that have the old files open keep them until they close them.
        for old in self.root.glob("index-*"):
            if old != new:
                shutil.rmtree(old, ignore_errors=True)


@contextmanager
def scratch_folder(url: str) -> Iterator[str]:
    """Lend the URL of an empty temporary folder for the engine that `url` names."""
    with tempfile.TemporaryDirectory(prefix="helpdesk-search-") as folder:
        yield f"{url.partition(':')[0]}://{folder}/index"


def _wait_for(descriptor: int, timeout: float) -> None:
    end = time.monotonic() + timeout
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > end:
                raise SearchUnavailable("Another process is writing the search index") from error
            time.sleep(_PAUSE)
        else:
            return
