"""Reading an index that others write: its newest generation, opened once and shared by the threads of a process."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Generic, Protocol, TypeVar

from helpdesk.engines.search import SearchUnavailable
from helpdesk.engines.search.folder import IndexFolder
from helpdesk.engines.search.vocabulary import Vocabulary, read_words


class Closable(Protocol):
    """One generation, opened."""

    def close(self) -> None:
        """Let go of the files."""


Snapshot = TypeVar("Snapshot", bound=Closable)
Answer = TypeVar("Answer")


class Newest(Generic[Snapshot]):
    """Lend the newest generation of the index in a folder, to one thread at a time."""

    def __init__(
        self,
        folder: IndexFolder,
        *,
        generation: Callable[[Path], str],
        opened: Callable[[Path, Vocabulary], Snapshot],
    ) -> None:
        """Say how a sub-folder's generation is told, and how one is opened with the words its articles use."""
        self._folder = folder
        self._generation = generation
        self._open = opened
        self._reading = Lock()
        self._opened: tuple[str, Snapshot] | None = None
        self._vocabulary: tuple[Path, Vocabulary] | None = None

    def generation(self) -> str:
        """Return the mark of the newest generation, empty when there is none."""
        try:
            return self._generation(self._folder.current())
        except (SearchUnavailable, OSError):
            return ""

    def ask(self, read: Callable[[Snapshot], Answer]) -> Answer:
        """Read from the newest generation; raise SearchUnavailable when it cannot be.

        A writer may take the files away while they are opened: that is no fault, the next generation is read.
        """
        with self._reading:
            while True:
                generation = self.generation()
                current = self._folder.current()
                try:
                    return read(self._newest(current))
                # A torn index fails inside pickle, struct or zlib: nearly any exception may come out.
                except Exception as error:
                    self._forget()
                    if generation == self.generation():
                        raise SearchUnavailable(
                            f"The search index {current} cannot be read: {error!r}"
                        ) from error

    def _newest(self, current: Path) -> Snapshot:
        generation = self._generation(current)
        if self._opened is not None and self._opened[0] == generation:
            return self._opened[1]
        self._forget()
        snapshot = self._open(current, self._vocabulary_of(current))
        self._opened = generation, snapshot
        return snapshot

    def _vocabulary_of(self, folder: Path) -> Vocabulary:
        """Keep what was learnt of a folder's words from one generation to the next: learning takes a while."""
        if self._vocabulary is None or self._vocabulary[0] != folder:
            self._vocabulary = folder, Vocabulary(lambda: read_words(folder))
        self._vocabulary[1].outdate()
        return self._vocabulary[1]

    def _forget(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            opened[1].close()
