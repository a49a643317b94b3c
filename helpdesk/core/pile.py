"""A pile of things kept on the disk: a folder may hold more texts than memory should."""

import os
import pickle
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar, overload
from weakref import finalize

T = TypeVar("T")

IN_MEMORY = 4 * 1024 * 1024
"""A pile of fewer bytes never touches the disk."""


class _File:
    """A file without a name, closed with the last pile that lies in it."""

    def __init__(self) -> None:
        self.io = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the next line
        finalize(self, self.io.close)


class Pile(Sequence[T], Generic[T]):
    """Keep things in their order in a file of this process alone; one at a time is in memory.

    Each look gives a copy. Nobody else can write the file, so that its pickles are trusted.
    """

    def __init__(self, things: Iterable[T] = ()) -> None:
        self._file = _File()
        self._places: list[int] = []
        for each in things:
            self.append(each)

    def append(self, thing: T) -> int:
        """Lay a thing on the pile; return its number."""
        self._places.append(self._file.io.seek(0, os.SEEK_END))
        pickle.dump(thing, self._file.io, pickle.HIGHEST_PROTOCOL)
        return len(self._places) - 1

    def chosen(self, numbers: Iterable[int]) -> "Pile[T]":
        """Return a pile of some of the things, which are not copied."""
        other: Pile[T] = Pile.__new__(type(self))
        other._file = self._file
        other._places = [self._places[each] for each in numbers]
        return other

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[T]: ...
    def __getitem__(self, number: int | slice) -> T | Sequence[T]:
        if isinstance(number, slice):
            return self.chosen(range(*number.indices(len(self))))
        self._file.io.seek(self._places[number])
        found: T = pickle.load(self._file.io)  # noqa: S301 - nobody else can write this file
        return found

    def __iter__(self) -> Iterator[T]:
        return (self[number] for number in range(len(self)))
