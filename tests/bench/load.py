"""Closed-loop load over kept-alive connections: each caller asks again as soon as it has its answer."""

import http.client
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.bench.servers import Server

CALLERS = 4


@dataclass(frozen=True)
class Call:
    """One request, and the status it must have."""

    path: str
    method: str = "GET"
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


Calls = Callable[[int], Iterator[Call]]
"""Gives the calls of one caller, by the number of the caller, without end."""


@dataclass(frozen=True)
class Load:
    """What came of a time of load."""

    seconds: float
    cpu_s: float
    latencies_ms: list[float]
    size: int
    """Bytes of the last answer, as sent."""

    @property
    def count(self) -> int:
        """How many requests were answered."""
        return len(self.latencies_ms)

    @property
    def cpu_ms(self) -> float:
        """Processor time of the server for one request."""
        return 1000 * self.cpu_s / self.count


class WrongAnswer(Exception):
    """The server answered otherwise than it must."""


def load(server: Server, calls: Calls, *, seconds: float, callers: int = CALLERS) -> Load:
    """Ask for that long, and tell what the answers cost the server."""
    before, begun = server.cpu_s(), time.perf_counter()
    with ThreadPoolExecutor(callers) as pool:
        asked = [pool.submit(ask, server.port, calls(number), begun + seconds) for number in range(callers)]
        answers = [each.result() for each in asked]
    took = time.perf_counter() - begun
    latencies = [latency for each, _ in answers for latency in each]
    return Load(took, server.cpu_s() - before, latencies, max(size for _, size in answers))


def ask(port: int, calls: Iterator[Call], until: float) -> tuple[list[float], int]:
    """Ask one call after the other until the instant `until`; return how long each took, in ms."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    latencies, size = [], 0
    for call in calls:
        begun = time.perf_counter()
        if begun >= until:
            break
        headers = {"Accept-Encoding": "gzip", **call.headers}
        connection.request(call.method, call.path, call.body, headers)
        answer = connection.getresponse()
        body = answer.read()
        latencies.append(1000 * (time.perf_counter() - begun))
        size = len(body)
        if answer.status != call.status:
            raise WrongAnswer(f"{call.method} {call.path}: {answer.status}\n{body[:600]!r}")
    connection.close()
    return latencies, size
