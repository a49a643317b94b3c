"""Two things side by side: short rounds of load, one after the other, so that both meet the same noise."""

from dataclasses import dataclass
from statistics import median, quantiles

from tests.bench.load import Calls, Load, load
from tests.bench.servers import Server


@dataclass(frozen=True)
class Pace:
    """How many rounds, and how long each."""

    rounds: int
    seconds: float


@dataclass(frozen=True)
class Side:
    """One of the two: where to ask, and what."""

    server: Server
    calls: Calls


@dataclass(frozen=True)
class Cost:
    """What one request costs: processor time of the server, and the time callers waited."""

    cpu_ms: float
    p50_ms: float
    p99_ms: float
    size: int
    count: int


@dataclass(frozen=True)
class Compared:
    """A thing beside its measure; `ratio` is the median of the rounds'."""

    cost: Cost
    beside: Cost
    ratio: float


def compare(thing: Side, measure: Side, pace: Pace) -> Compared:
    """Load both in turns after a warm-up, and return what they cost."""
    for side in (thing, measure):
        load(side.server, side.calls, seconds=pace.seconds / 2)
    pairs = [(_one(thing, pace), _one(measure, pace)) for _ in range(pace.rounds)]
    return Compared(
        _cost([mine for mine, _ in pairs]),
        _cost([other for _, other in pairs]),
        median(mine.cpu_ms / other.cpu_ms for mine, other in pairs),
    )


def _one(side: Side, pace: Pace) -> Load:
    return load(side.server, side.calls, seconds=pace.seconds)


def _cost(loads: list[Load]) -> Cost:
    latencies = [latency for each in loads for latency in each.latencies_ms]
    cuts = quantiles(latencies, n=100, method="inclusive")
    return Cost(
        cpu_ms=median(each.cpu_ms for each in loads),
        p50_ms=cuts[49],
        p99_ms=cuts[98],
        size=loads[-1].size,
        count=len(latencies),
    )
