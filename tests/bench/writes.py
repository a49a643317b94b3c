"""How many dossiers a second reach the disk, beside bare commits of the same rows on the same disk."""

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from secrets import token_hex
from statistics import median, quantiles
from typing import Any

from tests.bench.load import ask
from tests.bench.rounds import Pace
from tests.bench.servers import Server
from tests.bench.submitting import Form, submit_with

TABLES = ("ticket", "entry", "follow_link", "outgoing_mail", "desk_notice")
UNIQUE = {
    "ticket": ("reference", "submission_key"),
    "follow_link": ("token_hash",),
    "outgoing_mail": ("message_id", "bounce_token"),
}

Latencies = list[float]


@dataclass(frozen=True)
class Durable:
    """Commits a second with so many writers at once: bare ones, and dossiers over HTTP."""

    writers: int
    bare_rate: float
    rate: float
    ratio: float
    p50_ms: float
    p99_ms: float


def compare_writes(server: Server, form: Form, database: Path, *, writers: int, pace: Pace) -> Durable:
    """Let `writers` processes write in turns, bare commits and dossiers, and return the rates."""
    rounds: list[tuple[float, float]] = []
    waited: Latencies = []
    rows = _rows_of_last(database)
    with ProcessPoolExecutor(writers, get_context("spawn")) as pool:

        def at_once(work: Callable[..., Latencies], *given: Any) -> Latencies:
            asked = [pool.submit(work, *given, pace.seconds) for _ in range(writers)]
            return [latency for each in asked for latency in each.result()]

        at_once(_submit, server.port, form)
        for _ in range(pace.rounds):
            bare = at_once(_commit, database, rows)
            real = at_once(_submit, server.port, form)
            rounds.append((len(bare) / pace.seconds, len(real) / pace.seconds))
            waited += real
    cuts = quantiles(waited, n=100, method="inclusive")
    return Durable(
        writers,
        bare_rate=median(bare for bare, _ in rounds),
        rate=median(real for _, real in rounds),
        ratio=median(real / bare for bare, real in rounds),
        p50_ms=cuts[49],
        p99_ms=cuts[98],
    )


def _submit(port: int, form: Form, seconds: float) -> Latencies:
    latencies, _size = ask(port, submit_with(form), time.perf_counter() + seconds)
    return latencies


def _commit(database: Path, rows: dict[str, list[dict[str, Any]]], seconds: float) -> Latencies:
    """Commit the same rows over and over, as durably as the application does."""
    connection = sqlite3.connect(database, isolation_level=None, timeout=60)
    connection.execute("PRAGMA synchronous=FULL")
    run, latencies, until = token_hex(4), [], time.perf_counter() + seconds
    for turn in count():
        begun = time.perf_counter()
        if begun >= until:
            break
        connection.execute("BEGIN IMMEDIATE")
        ticket_id = 0
        for table in TABLES:
            for place, row in enumerate(rows[table]):
                fresh = row | {name: f"{run}-{turn}-{place}"[-40:] for name in UNIQUE.get(table, ())}
                if "reference" in fresh:
                    fresh["reference"] = f"{run[:3]}{turn:06}"[-9:]
                if "ticket_id" in fresh:
                    fresh["ticket_id"] = ticket_id
                done = connection.execute(_insert(table, fresh), list(fresh.values()))
                ticket_id = int(done.lastrowid or 0) if table == "ticket" else ticket_id
        connection.execute("COMMIT")
        latencies.append(1000 * (time.perf_counter() - begun))
    connection.close()
    return latencies


def _insert(table: str, row: dict[str, Any]) -> str:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"


def _rows_of_last(database: Path) -> dict[str, list[dict[str, Any]]]:
    """Return all that the last dossier wrote, by table, without ids."""
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    reference, ticket_id = connection.execute(
        "SELECT reference, id FROM ticket ORDER BY id DESC LIMIT 1"
    ).fetchone()
    where = {"ticket": ("id = ?", ticket_id), "outgoing_mail": ("thread = ?", f"ticket:{reference}")}
    found = {}
    for table in TABLES:
        condition, value = where.get(table, ("ticket_id = ?", ticket_id))
        rows = connection.execute(f"SELECT * FROM {table} WHERE {condition}", (value,)).fetchall()
        found[table] = [{name: row[name] for name in row.keys() if name != "id"} for row in rows]  # noqa: SIM118
    connection.close()
    return found
