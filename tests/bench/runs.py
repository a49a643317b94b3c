"""The measurements, one after the other; each gives lines of the report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, url_for

from tests.bench.counting import Counted, write_modules
from tests.bench.load import Calls
from tests.bench.loading import measure_load
from tests.bench.pages import Page, bare_calls, bare_slugs, list_pages
from tests.bench.report import Line
from tests.bench.rounds import Compared, Pace, Side, compare
from tests.bench.seeding.instances import HOST, Instance
from tests.bench.servers import Server, bare_server, helpdesk_server
from tests.bench.slow_disk import slow_disk
from tests.bench.submitting import Form, fetch_form
from tests.bench.weight import compare_starts
from tests.bench.writes import compare_writes

WORKERS = 2
WRITERS = 4
ARTICLE_FILES, LOADED_WITHIN_S = 10_000, 300
GROWING = ("agents' list", "dossier, 20 messages")


@dataclass(frozen=True)
class Plan:
    """How long everything is measured."""

    pages: Pace
    writes: Pace
    starts: int
    sync_ms: float = 0
    """What each sync takes longer than on this disk while dossiers are stored, in milliseconds."""
    only: str = ""
    """Measure only pages whose name fits this pattern."""


@dataclass(frozen=True)
class Bench:
    """What is measured: a large instance and a small one, and what was counted on the large one."""

    large: Instance
    small: Instance
    counted: Counted
    plan: Plan

    def imports(self, names: list[str]) -> Path:
        """Write modules where the bare application imports them from."""
        return write_modules(names, self.large.folder / "imports.txt")


def measure_pages(bench: Bench) -> Iterator[Line]:
    """Compare every page with a bare one, the large instance with the small one, and the memory of it all."""
    with bench.large.app() as app:
        pages, slugs = list_pages(app), bare_slugs()
    with bench.small.app() as app:
        same_pages = {page.name: page for page in list_pages(app)}
    bare = bare_calls(slugs)
    imports = bench.imports(bench.counted.all_modules)
    with (
        helpdesk_server(bench.large, workers=WORKERS) as server,
        bare_server(bench.large, workers=WORKERS, first=f"/page/{slugs[0]}", imports=imports) as bare_one,
    ):
        wanted = [page for page in pages if page.is_named(bench.plan.only)]
        for page in wanted:
            yield _page(page, server, bare_one, bare, bench)
        for page in wanted:
            if page.name in GROWING:
                yield _growth(page, same_pages[page.name], server, bench)
        if not bench.plan.only:
            yield _memory(server, bare_one)


def measure_starts(bench: Bench) -> Iterator[Line]:
    """Compare how long both take to their first page."""
    with bench.large.app():
        first = f"/page/{bare_slugs()[0]}"
    imports = bench.imports(bench.counted.first_modules)
    start = compare_starts(bench.large, first, imports, workers=WORKERS, rounds=bench.plan.starts)
    yield Line(
        name="start to first page",
        cost=start.wall_s,
        beside=start.bare_wall_s,
        ratio=start.ratio,
        unit="s",
        at_most=2,
    )


def measure_loading(bench: Bench) -> Iterator[Line]:
    """Load very many article files, and tell how long it took and what memory it needed beside a tenth of them."""
    folder = bench.large.folder.parent / "loading"
    few, many = measure_load(folder, ARTICLE_FILES // 10), measure_load(folder, ARTICLE_FILES)
    yield Line(
        name=f"{ARTICLE_FILES} article files loaded / time allowed",
        cost=many.wall_s,
        beside=LOADED_WITHIN_S,
        ratio=many.wall_s / LOADED_WITHIN_S,
        unit="s",
        at_most=1,
    )
    yield Line(
        name="memory of that load / of a tenth of it",
        cost=many.peak_mib,
        beside=few.peak_mib,
        ratio=many.peak_mib / few.peak_mib,
        unit="MiB",
    )


def measure_writes(bench: Bench) -> Iterator[Line]:
    """Compare dossiers that reach the disk with bare commits, for one writer and for several."""
    with bench.large.app() as app:
        form = fetch_form(app, _path_of_form(app))
    with (
        slow_disk(bench.large.folder, bench.plan.sync_ms),
        helpdesk_server(bench.large, workers=WRITERS) as server,
    ):
        for writers in (1, WRITERS):
            yield _writes(server, form, bench, writers)
        yield _faults(server)


def _path_of_form(app: Flask) -> str:
    with app.test_request_context(base_url=HOST):
        return url_for("tickets.new")


def _page(page: Page, server: Server, bare_one: Server, bare: Mapping[str, Calls], bench: Bench) -> Line:
    measure = Side(bare_one, bare[page.beside])
    done = compare(Side(server, page.calls), measure, bench.plan.pages)
    return _line(
        f"{page.name} / {page.beside}",
        done,
        at_most=page.at_most,
        statements=bench.counted.statements[page.name],
        statements_at_most=page.statements_at_most,
    )


def _growth(page: Page, same: Page, server: Server, bench: Bench) -> Line:
    with helpdesk_server(bench.small, workers=WORKERS) as small:
        done = compare(Side(server, page.calls), Side(small, same.calls), bench.plan.pages)
    return _line(f"{page.name} / the same with few dossiers", done, at_most=1.3)


def _line(name: str, done: Compared, **more: float | None) -> Line:
    return Line(
        name=name,
        cost=done.cost.cpu_ms,
        beside=done.beside.cpu_ms,
        ratio=done.ratio,
        p50_ms=done.cost.p50_ms,
        p99_ms=done.cost.p99_ms,
        size=done.cost.size,
        **more,  # type: ignore[arg-type]
    )


def _memory(server: Server, bare_one: Server) -> Line:
    ours, bare = server.memory(), bare_one.memory()
    return Line(
        name=f"memory of {WORKERS} workers (PSS) / bare with the same imports",
        cost=ours.pss_mib,
        beside=bare.pss_mib,
        ratio=ours.pss_mib / bare.pss_mib,
        unit="MiB",
        at_most=1.3,
    )


def _writes(server: Server, form: Form, bench: Bench, writers: int) -> Line:
    done = compare_writes(server, form, bench.large.database, writers=writers, pace=bench.plan.writes)
    return Line(
        name=f"dossiers stored, {writers} at once / bare commits",
        cost=done.rate,
        beside=done.bare_rate,
        ratio=done.ratio,
        unit="/s",
        at_least=0.6,
        p50_ms=done.p50_ms,
        p99_ms=done.p99_ms,
    )


def _faults(server: Server) -> Line:
    """Count what the server wrote of errors, such as « database is locked »."""
    found = len(server.faults())
    name = f"errors in the log of {WRITERS} workers"
    return Line(name=name, cost=found, beside=0, ratio=found, unit="lines", at_most=0)
