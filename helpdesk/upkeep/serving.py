"""Granian in front of the application: several processes, each with a few threads, stopped gracefully.

Where processes are forked (Linux), this one loads the whole program before it makes the others, so that they share
what none of them changes: code, calendars, words. Nothing is opened before that: no connection and no thread.
"""

import gc
import multiprocessing
import socket
from functools import cache
from pathlib import Path
from typing import Any

from helpdesk.config import Settings
from helpdesk.core.errors import Refused
from helpdesk.core.libraries import library
from helpdesk.engines import search
from helpdesk.engines.choice import check_engines
from helpdesk.engines.schemes import load

THREADS = 4
"""Requests one process answers at once; more would only wait for one another (Python runs one at a time)."""
STOP_WITHIN_S = 30
"""How long requests in hand may take once the server is told to stop."""


def serve_site(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Answer browsers until SIGTERM or SIGINT, finishing the requests in hand."""
    check_engines(settings)
    _check_database(settings.engine_url("database"))
    check_free(host, port)
    if multiprocessing.get_start_method() == "fork":
        # What lives once all is loaded is never garbage: to look for some would take time, and touch every page of it.
        gc.disable()
        _prepare(settings)
        gc.freeze()
        gc.enable()
    library("granian").Granian(
        f"{__name__}:{application.__name__}",
        address=host,
        port=port,
        interface="wsgi",
        factory=True,
        websockets=False,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN_S,
    ).serve()


@cache
def application() -> Any:
    """Return the application of this process: the one that was built before it was forked, if so."""
    return library("helpdesk.app").create_app()


def _prepare(settings: Settings) -> None:
    application()
    library("sqlalchemy.orm").configure_mappers()
    load(settings.engine_url("search"), search.SCHEMES, setting="search_url")
    for name in ("holidays.countries.france", "holidays.financial.european_central_bank"):
        library(name)
    for lang in library("helpdesk.web.i18n").LANGUAGES:
        library("babel").Locale.parse(lang).days  # noqa: B018 - it is read when first asked


def _check_database(url: str) -> None:
    if not _is_ready(url):
        raise Refused("The database is not at this version of the program: run “helpdesk upgrade” first.")


def _is_ready(url: str) -> bool:
    file = url.removeprefix("sqlite:///").partition("?")[0]
    if url.startswith("sqlite:///") and not Path(file).is_file():
        return False  # connecting would make an empty one
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
