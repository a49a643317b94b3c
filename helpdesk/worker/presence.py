"""Which workers of this installation are alive.

Each holds a lock on a file of its own under `instance/workers`; the system lets go of it when the process ends,
however it ends. The next worker thus takes over at once what a killed one had in hand, without waiting for the
leases to run out. Workers on other machines do not see these files; there, leases run out.
"""

import fcntl
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpdesk.engines.files import make_private_folder

SUFFIX = ".lock"


def new_name() -> str:
    """Return a name no other worker has, which tells people where to look."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"


@contextmanager
def present(folder: Path, name: str) -> Iterator[None]:
    """Be known as alive inside the block."""
    make_private_folder(folder)
    known, unlocked = folder / f"{name}{SUFFIX}", folder / f".{name}"
    with unlocked.open("x") as file:
        # Locked before it gets its name: a file seen without lock is that of a dead worker.
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        unlocked.rename(known)
        try:
            yield
        finally:
            known.unlink(missing_ok=True)


def list_gone(folder: Path) -> list[str]:
    """Name the workers that ended without saying so."""
    return [path.name.removesuffix(SUFFIX) for path in folder.glob(f"*{SUFFIX}") if _is_free(path)]


def forget(folder: Path, name: str) -> None:
    """Strike a worker off, once what it had in hand is free."""
    (folder / f"{name}{SUFFIX}").unlink(missing_ok=True)


def _is_free(path: Path) -> bool:
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except FileNotFoundError:
        return False
    return True
