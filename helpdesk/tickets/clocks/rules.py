"""Clocks that count down a promise, stop while the member is waited for, and go on.

A clock remembers what time has passed, both in the desk's open time and on the wall, so that a wait
for the member, another severity or another desk's hours never loses or gives back a minute.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from helpdesk.core.hours import Hours, add_open_time, open_time_between
from helpdesk.core.topics import Severity
from helpdesk.tickets.promises.rules import Basis, ClockKind, PromiseLimits, Unit, amount_of, basis_of

ZERO = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Count down one promise, or only what passes where nothing is promised.

    `allowed` is the whole promise, in time of `basis`; None when there is none, and then there is
    neither `soon_at` nor `due_at`. `spent_open` and `spent_wall` are what had passed at `since`,
    when the clock was last set going. While it is paused `since`, `soon_at` and `due_at` are None.
    Once `ended_at` is set, kept or not, nothing changes any more.
    """

    kind: ClockKind
    basis: Basis = Basis.OPEN
    allowed: timedelta | None = None
    since: datetime | None = None
    soon_at: datetime | None = None
    due_at: datetime | None = None
    spent_open: timedelta = ZERO
    spent_wall: timedelta = ZERO
    ended_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        """Say whether time passes for it."""
        return self.since is not None and self.ended_at is None

    @property
    def was_kept(self) -> bool | None:
        """Say whether the promise was kept; None while nobody can tell, or nothing was promised."""
        if self.ended_at is None or self.allowed is None:
            return None
        return self.due_at is None or self.ended_at < self.due_at


class ClockState(StrEnum):
    """Say how a clock looks."""

    FINE = "fine"
    SOON = "soon"
    LATE = "late"
    PAUSED = "paused"
    ENDED = "ended"


def start(kind: ClockKind, *, severity: Severity, at: datetime, hours: Hours, limits: PromiseLimits) -> Clock:
    """Return a clock set going at `at` for what is promised at that severity."""
    return resume(_promised(Clock(kind=kind), severity, at, hours, limits), at=at, hours=hours, limits=limits)


def pause(clock: Clock, *, at: datetime, hours: Hours) -> Clock:
    """Return the clock stopped at `at`, with what is left kept; a late one stays late and runs on.

    Otherwise a wait would make a broken promise look kept.
    """
    if not clock.is_running or look(clock, now=at) is ClockState.LATE:
        return clock
    return replace(_counted(clock, at, hours), since=None, soon_at=None, due_at=None)


def resume(clock: Clock, *, at: datetime, hours: Hours, limits: PromiseLimits) -> Clock:
    """Return the clock set going again at `at` with what was left; one that runs is not touched."""
    if clock.is_running or clock.ended_at is not None:
        return clock
    if clock.allowed is None:
        return replace(clock, since=at)
    spent = clock.spent_open if clock.basis is Basis.OPEN else clock.spent_wall
    left = max(ZERO, clock.allowed - spent)
    before_soon = max(ZERO, left - limits.margin(clock.allowed))
    return replace(
        clock,
        since=at,
        soon_at=_later(at, before_soon, clock.basis, hours),
        due_at=_later(at, left, clock.basis, hours),
    )


def end(clock: Clock, *, at: datetime) -> Clock:
    """Return the clock ended at `at`: answered, called back or resolved; an ended one is not touched."""
    return clock if clock.ended_at is not None else replace(clock, ended_at=at)


def change(
    clock: Clock,
    *,
    severity: Severity,
    at: datetime,
    hours: Hours,
    limits: PromiseLimits,
    old_hours: Hours | None = None,
) -> Clock:
    """Return the clock for another severity, or for another desk's hours, with the time passed kept.

    What passed until now is counted in `old_hours`, the same ones by default. When it is more than
    the new promise allows, that one is due at once, or as soon as the desk opens. Only a promise to
    the end of a day runs from `at`: it is about the day the dossier became that serious.
    """
    if clock.ended_at is not None:
        return clock
    counted = _promised(_counted(clock, at, old_hours or hours), severity, at, hours, limits)
    stopped = replace(counted, since=None, soon_at=None, due_at=None)
    return resume(stopped, at=at, hours=hours, limits=limits) if clock.is_running else stopped


def look(clock: Clock, *, now: datetime) -> ClockState:
    """Return how the clock looks now; at the instant it is due it is late."""
    if clock.ended_at is not None:
        return ClockState.ENDED
    if clock.since is None:
        return ClockState.PAUSED
    if clock.due_at is not None and now >= clock.due_at:
        return ClockState.LATE
    return ClockState.SOON if clock.soon_at is not None and now >= clock.soon_at else ClockState.FINE


def open_time_spent(clock: Clock, *, now: datetime, hours: Hours) -> timedelta:
    """Return the open time spent until now or its end, pauses taken out, whatever its basis."""
    return _counted(clock, clock.ended_at or now, hours).spent_open


def time_spent(clock: Clock, *, now: datetime, hours: Hours) -> timedelta:
    """Return what was spent of the promise until now or its end, in time of its basis."""
    counted = _counted(clock, clock.ended_at or now, hours)
    return counted.spent_open if clock.basis is Basis.OPEN else counted.spent_wall


def next_due(clocks: Iterable[Clock]) -> Clock | None:
    """Return the running clock that is due first; None when none that runs is ever due."""
    running = [(clock.due_at, clock) for clock in clocks if clock.is_running and clock.due_at]
    return min(running, key=lambda pair: pair[0])[1] if running else None


def as_json(clock: Clock) -> dict[str, Any]:
    """Return the clock as it is kept: instants as ISO text, durations as seconds."""
    return {name: _plain(value) for name, value in asdict(clock).items()}


def from_json(kept: Mapping[str, Any]) -> Clock:
    """Return the clock that `as_json` kept."""
    values: dict[str, Any] = {name: kept[name] and datetime.fromisoformat(kept[name]) for name in _INSTANTS}
    for name in _DURATIONS:
        values[name] = None if kept[name] is None else timedelta(seconds=kept[name])
    return Clock(kind=ClockKind(kept["kind"]), basis=Basis(kept["basis"]), **values)


_INSTANTS = ("since", "soon_at", "due_at", "ended_at")
_DURATIONS = ("allowed", "spent_open", "spent_wall")


def _plain(value: object) -> object:
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.isoformat() if isinstance(value, datetime) else value


def _promised(clock: Clock, severity: Severity, at: datetime, hours: Hours, limits: PromiseLimits) -> Clock:
    promise = limits.promise(clock.kind, severity)
    if promise is None:
        return replace(clock, basis=Basis.OPEN, allowed=None)
    amount = amount_of(promise, since=at, hours=hours)
    already = clock.spent_open if promise.unit is Unit.END_OF_DAY else ZERO
    return replace(clock, basis=basis_of(promise), allowed=already + amount)


def _counted(clock: Clock, at: datetime, hours: Hours) -> Clock:
    if clock.since is None or at <= clock.since:
        return clock
    return replace(
        clock,
        since=at,
        spent_open=clock.spent_open + open_time_between(clock.since, at, hours),
        spent_wall=clock.spent_wall + (at - clock.since),
    )


def _later(at: datetime, time: timedelta, basis: Basis, hours: Hours) -> datetime:
    return at + time if basis is Basis.WALL else add_open_time(at, time, hours)
