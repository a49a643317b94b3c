"""The two servers: the helpdesk as it is served, and the bare application on the same Granian."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from helpdesk.upkeep.serving import THREADS
from tests.bench.seeding.instances import Instance

START_S = 60
STOP_S = 20
LOOK_EVERY_S = 0.01
NOT_INHERITED = ("HELPDESK_", "PYTHONDONTWRITEBYTECODE")
REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Memory:
    """What the processes of a server hold: shared pages divided among those who share, and their own alone."""

    pss_mib: float
    uss_mib: float


@dataclass(frozen=True)
class Server:
    """A running server with all its processes."""

    port: int
    processes: list[psutil.Process]
    log: Path
    started_in_s: float
    """From the start of the command to the first page."""

    def cpu_s(self) -> float:
        """Return the processor time used so far, user and system, all processes together."""
        times = [process.cpu_times() for process in self.processes]
        return float(sum(each.user + each.system for each in times))

    def memory(self) -> Memory:
        """Return what all processes hold now."""
        held = [process.memory_full_info() for process in self.processes]
        return Memory(sum(each.pss for each in held) / 2**20, sum(each.uss for each in held) / 2**20)

    def faults(self) -> list[str]:
        """Return the lines of the log that tell of errors."""
        words = ("ERROR", "Traceback", "locked")
        return [line for line in self.log.read_text(errors="replace").splitlines() if _has(line, words)]


@contextmanager
def helpdesk_server(instance: Instance, *, workers: int, first: str = "/") -> Iterator[Server]:
    """Serve an instance as `helpdesk serve` does; `first` is the page that tells it is up."""
    port = _free_port()
    command = [sys.executable, "-m", "helpdesk", "serve", "--port", str(port), "--workers", str(workers)]
    log = instance.folder / "serve.log"
    with _running(command, instance.variables, port=port, first=first, log=log) as server:
        yield server


@contextmanager
def bare_server(
    instance: Instance, *, workers: int, first: str, imports: Path | None = None
) -> Iterator[Server]:
    """Serve the bare application on the data of an instance."""
    port = _free_port()
    options = ["--interface", "wsgi", "--factory", "--no-ws", "--no-access-log"]
    numbers = ["--port", str(port), "--workers", str(workers), "--blocking-threads", str(THREADS)]
    command = [sys.executable, "-m", "granian", *options, *numbers, "tests.bench.reference.app:create_app"]
    variables = {"BENCH_DATABASE": str(instance.database)}
    if imports:
        variables["BENCH_IMPORTS"] = str(imports)
    with _running(command, variables, port=port, first=first, log=instance.folder / "bare.log") as server:
        yield server


@contextmanager
def _running(
    command: list[str], variables: Mapping[str, str], *, port: int, first: str, log: Path
) -> Iterator[Server]:
    # Installed programs are compiled; a checkout is at its first start only, unless that is forbidden.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}
    begun = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env={**inherited, **variables}, cwd=REPOSITORY, stdout=output, stderr=output
        )
    try:
        _wait(process, port, first, log)
        took = time.perf_counter() - begun
        root = psutil.Process(process.pid)
        yield Server(port, [root, *root.children(recursive=True)], log, took)
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(process: subprocess.Popen[Any], port: int, first: str, log: Path) -> None:
    give_up = time.monotonic() + START_S
    while time.monotonic() < give_up and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_S)
            connection.request("GET", first)
            status = connection.getresponse().status
            connection.close()
        except OSError:
            with suppress(subprocess.TimeoutExpired):
                process.wait(LOOK_EVERY_S)
            continue
        if status == 200:
            return
        break
    raise RuntimeError(f"no page from the server:\n{log.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _has(line: str, words: tuple[str, ...]) -> bool:
    return any(word in line for word in words)
