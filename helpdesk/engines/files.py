"""Files that are whole or absent, whatever happens to the machine."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


def write_durably(path: Path, chunks: Iterable[bytes], *, wait: bool = True) -> None:
    """Write the file, readable by us alone; return once a power cut could not take it away.

    Without `wait` the disk takes its time: for files that can be made again.

    It is written beside its place and moved there at the end, so nobody sees half of it. Raises OSError.
    """
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, PRIVATE_FILE)
    try:
        with open(descriptor, "wb") as file:
            file.writelines(chunks)
            file.flush()
            if wait:
                os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    if wait:
        fsync_folder(path.parent)


def make_private_folder(path: Path) -> None:
    """Make the folder and what leads to it, ours alone; an existing one keeps its content."""
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if path.stat().st_mode & 0o077:
        path.chmod(PRIVATE_FOLDER)


def fsync_folder(path: Path) -> None:
    """Have the disk remember which files the folder holds."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
