"""Granian in front of the application: several processes, each with a few threads, stopped gracefully.

The process that watches over them never loads the application, which keeps it small.
"""

import socket

from granian import Granian
from granian.constants import Interfaces
from sqlalchemy import create_engine

from helpdesk.config import Settings
from helpdesk.core.errors import Refused
from helpdesk.worker.readiness import is_migrated

THREADS = 4
"""Requests one process answers at once; more would only wait for one another (Python runs one at a time)."""
STOP_WITHIN_S = 30
"""How long requests in hand may take once the server is told to stop."""


def serve_site(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Answer browsers until SIGTERM or SIGINT; requests in hand are finished first."""
    _check_database(settings.engine_url("database"))
    _check_free(host, port)
    Granian(
        "helpdesk.app:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN_S,
    ).serve()


def _check_database(url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        ready = is_migrated(connection)
    engine.dispose()
    if not ready:
        raise Refused("The database is not at this version of the program: run “helpdesk upgrade” first.")


def _check_free(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on in a sentence, before Granian does it in a trace."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Refused(f"Nothing can listen on {host}:{port}: {error.strerror}.") from error
