"""Seeing which files of a folder change, by looking at all of them again and again."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

EVERY_S = 1.0
"""How long to wait between two looks, in seconds; a look at 10,000 files takes a tenth of that."""

Looks = Mapping[str, tuple[int, int]]
"""When each file was written, in nanoseconds, and how long it is, by its path under the folder."""


def look(folder: Path) -> Looks:
    """Return how the files of a folder look now; those whose name begins with a point are not content."""
    found: dict[str, tuple[int, int]] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        # A file may go between being listed and being looked at.
        with suppress(OSError):
            if path.is_file() and not any(part.startswith(".") for part in name.parts):
                state = path.stat()
                found[name.as_posix()] = state.st_mtime_ns, state.st_size
    return found


def changes(folder: Path, before: Looks, *, pause: Callable[[], None]) -> Iterator[list[str]]:
    """Yield what changed since `before`, whenever anything did, for ever: « + » came, « - » went, « ~ » changed."""
    while True:
        pause()
        after = look(folder)
        names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        told = [f"{_sign(name, before, after)} {name}" for name in names]
        before = after
        if told:
            yield told


def _sign(name: str, before: Looks, after: Looks) -> str:
    if name not in before:
        return "+"
    return "~" if name in after else "-"
