"""Granian in front of the application: several processes, each with a few threads, stopped gracefully.

Once the checks are done, this process becomes Granian's own: what watches over the others never loads the
application, and what the checks loaded (some 40 MB) is gone.
"""

import os
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from helpdesk.config import Settings
from helpdesk.core.errors import Refused
from helpdesk.core.libraries import library
from helpdesk.engines.choice import check_engines
from helpdesk.places import newest_revision

THREADS = 4
"""Requests one process answers at once; more would only wait for one another (Python runs one at a time)."""
STOP_WITHIN_S = 30
"""How long requests in hand may take once the server is told to stop."""

MEMORY = {"MALLOC_ARENA_MAX": "1"}
"""One heap for all threads of a process: Python runs one of them at a time, and each heap keeps its holes."""


def serve_site(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Answer browsers until SIGTERM or SIGINT, finishing the requests in hand; never returns."""
    check_engines(settings)
    _check_database(settings.engine_url("database"))
    check_free(host, port)
    sys.stdout.flush()
    sys.stderr.flush()
    command = [sys.executable, "-m", "granian", *_options(host, port, workers), "helpdesk.app:create_app"]
    os.execve(sys.executable, command, {**MEMORY, **os.environ})  # noqa: S606 - no shell is wanted


def _options(host: str, port: int, workers: int) -> list[str]:
    flags = ["--interface", "wsgi", "--factory", "--no-ws", "--respawn-failed-workers"]
    numbers = {
        "--port": port,
        "--workers": workers,
        "--blocking-threads": THREADS,
        "--workers-kill-timeout": STOP_WITHIN_S,
    }
    return [*flags, "--host", host, *(str(part) for pair in numbers.items() for part in pair)]


def _check_database(url: str) -> None:
    file = url.removeprefix("sqlite:///")
    # By the driver where that is enough: loading SQLAlchemy for one question would be a third of the start.
    is_ready = _is_ready_file(file) if file != url and "?" not in file else _is_ready(url)
    if not is_ready:
        raise Refused("The database is not at this version of the program: run “helpdesk upgrade” first.")


def _is_ready_file(path: str) -> bool:
    if not Path(path).is_file():
        return False
    with closing(sqlite3.connect(path)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return False
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return found is not None and bool(found[0] == newest_revision())


def _is_ready(url: str) -> bool:
    engine = library("sqlalchemy").create_engine(url)
    with engine.connect() as connection:
        is_ready: bool = library("helpdesk.worker.readiness").is_migrated(connection)
    engine.dispose()
    return is_ready


def check_free(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on in a sentence, before Granian does it in a trace."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Refused(f"Nothing can listen on {host}:{port}: {error.strerror}.") from error
