"""The one command: `python -m tests.bench [--quick] [--folder FOLDER] [--json] [--only PATTERN]
[--sync-ms MS]`."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.counting import count_in_new_process
from tests.bench.report import Line, as_json, as_table
from tests.bench.rounds import Pace
from tests.bench.runs import Bench, Plan, measure_loading, measure_pages, measure_starts, measure_writes
from tests.bench.seeding.making import Size, copied, seeded

ARTICLES, FEW, MANY = 1_000, 1_000, 50_000
QUICK_MANY = 5_000

Measure = Callable[[Bench], Iterator[Line]]


def main() -> int:
    """Measure everything and print the table; exit code 1 when a target is missed."""
    given = _arguments()
    many = QUICK_MANY if given.quick else MANY
    begun = time.monotonic()
    _tell(f"Instances with {FEW} and {many} dossiers in {given.folder}")
    sizes = {"small": Size(ARTICLES, FEW), "large": Size(ARTICLES, many)}
    ready = {
        name: copied(seeded(given.folder, size), given.folder / f"run-{name}") for name, size in sizes.items()
    }
    bench = Bench(**ready, counted=count_in_new_process(ready["large"], given.only), plan=_plan(given))
    lines = []
    for measure in _measures(given):
        for line in measure(bench):
            _tell(f"{time.monotonic() - begun:4.0f} s  {line.name}: {line.ratio:.2f}")
            lines.append(line)
    notes = _notes(many, time.monotonic() - begun)
    print(as_json(lines, notes) if given.json else as_table(lines, notes))
    return 1 if any(line.is_reached is False for line in lines) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_MANY} dossiers and short rounds")
    parser.add_argument(
        "--folder", type=Path, default=Path("/tmp/helpdesk-bench"), help="keeps the instances"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--only", default="", metavar="PATTERN", help="only pages whose name fits")
    parser.add_argument(
        "--sync-ms", type=float, default=0, help="let each sync of the disk take so much longer"
    )
    return parser.parse_args()


def _measures(given: argparse.Namespace) -> list[Measure]:
    """Return what is measured; loading very many files takes minutes, so a quick run leaves it out."""
    if given.only:
        return [measure_pages]
    quick: list[Measure] = [measure_pages, measure_starts, measure_writes]
    return quick if given.quick else [*quick, measure_loading]


def _plan(given: argparse.Namespace) -> Plan:
    if given.quick:
        return Plan(pages=Pace(3, 0.5), writes=Pace(2, 1), starts=1, sync_ms=given.sync_ms, only=given.only)
    return Plan(pages=Pace(5, 1), writes=Pace(5, 2), starts=5, sync_ms=given.sync_ms, only=given.only)


def _notes(many: int, took: float) -> list[str]:
    return [
        f"{ARTICLES} articles, {many} dossiers beside {FEW}; {took:.0f} s in all.",
        "cost of a page: user + system time of the server's processes for one request, 4 callers, 2 workers.",
        "SQL: by SQLAlchemy; what tells whether a kept page is still right is one question to the driver besides.",
        "ratio: median of rounds in turns with the bare application on the same Granian and the same data.",
    ]


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
