"""Start and memory: the helpdesk beside a bare application that imports the same modules of others."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.seeding.instances import Instance
from tests.bench.servers import Server, bare_server, helpdesk_server


@dataclass(frozen=True)
class Start:
    """Seconds from the command to the first page, and processor time by then."""

    wall_s: float
    bare_wall_s: float
    ratio: float


def compare_starts(instance: Instance, bare_page: str, imports: Path, *, workers: int, rounds: int) -> Start:
    """Start both in turns, after once without a measure, and return the medians."""
    pairs = []
    for _ in range(rounds + 1):
        ours = _started(lambda: helpdesk_server(instance, workers=workers))
        bare = _started(lambda: bare_server(instance, workers=workers, first=bare_page, imports=imports))
        pairs.append((ours, bare))
    kept = pairs[1:]
    return Start(
        wall_s=median(ours for ours, _ in kept),
        bare_wall_s=median(bare for _, bare in kept),
        ratio=median(ours / bare for ours, bare in kept),
    )


def _started(run: Callable[[], AbstractContextManager[Server]]) -> float:
    with run() as server:
        return server.started_in_s
