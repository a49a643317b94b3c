"""The clocks of a dossier, kept on its row: set going, stopped, ended, and read again.

Every function works on a row that its caller has locked, inside the caller's transaction.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from helpdesk.config import settings
from helpdesk.core.hours import Hours
from helpdesk.tickets.clocks.rules import Clock, change, end, next_due, pause, resume, start
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.promises.rules import Basis, ClockKind, Promise, PromiseLimits, Promises, Unit

PAUSED_BY_A_WAIT = frozenset({ClockKind.FIRST_ANSWER, ClockKind.RESOLUTION})
"""Waiting for the member stops these; a call-back stays promised, since it is how one may be reached."""


def promise_limits() -> PromiseLimits:
    """Return what is promised, with the settings of this installation."""
    chosen = settings()
    unit = Unit.OPENING_HOUR if chosen.callback_in_opening_hours else Unit.HOUR
    callback = Promise(chosen.callback_hours, unit)
    usual = PromiseLimits().first_answer
    # A plain question is promised the call-back and nothing sooner.
    answers = Promises(s1=usual.s1, s2=usual.s2, s3=usual.s3, s4=callback)
    return PromiseLimits(first_answer=answers, callback=callback)


def clocks_of(ticket: Ticket) -> Mapping[ClockKind, Clock]:
    """Return the clocks of a dossier; one that was never set going is missing."""
    return {ClockKind(kind): _load(ClockKind(kind), parts) for kind, parts in ticket.clocks.items()}


def start_clocks(ticket: Ticket, kinds: Iterable[ClockKind], *, now: datetime, hours: Hours) -> None:
    """Set clocks going from nothing; one that ran before begins anew."""
    limits = promise_limits()
    fresh = {
        kind: start(kind, severity=ticket.severity, at=now, hours=hours, limits=limits) for kind in kinds
    }
    _keep(ticket, {**clocks_of(ticket), **fresh})


def pause_clocks(ticket: Ticket, *, now: datetime, hours: Hours) -> None:
    """Stop what a wait for the member stops, the remaining time kept."""
    _apply(ticket, PAUSED_BY_A_WAIT, lambda clock: pause(clock, at=now, hours=hours))
    ticket.paused_at = ticket.paused_at or now


def resume_clocks(ticket: Ticket, *, now: datetime, hours: Hours) -> None:
    """Set going again what was stopped, with the time that was left."""
    limits = promise_limits()
    _apply(ticket, ClockKind, lambda clock: resume(clock, at=now, hours=hours, limits=limits))
    ticket.paused_at = None


def end_clocks(ticket: Ticket, kinds: Iterable[ClockKind], *, now: datetime) -> None:
    """End clocks: what they count was done, or is owed no more."""
    _apply(ticket, kinds, lambda clock: end(clock, at=now))


def change_clocks(ticket: Ticket, *, now: datetime, hours: Hours, old_hours: Hours | None = None) -> None:
    """Follow a severity just changed on the row, or a desk with other hours, the time passed kept."""
    limits, severity = promise_limits(), ticket.severity
    _apply(
        ticket,
        ClockKind,
        lambda clock: change(
            clock, severity=severity, at=now, hours=hours, limits=limits, old_hours=old_hours
        ),
    )


def give_callback(source: Ticket, target: Ticket) -> bool:
    """Let a call-back that is owed be owed by another dossier, by the same instant; tell whether there was one.

    One that the other dossier owes already stays as it is.
    """
    clock = clocks_of(source).get(ClockKind.CALLBACK)
    if clock is None or clock.ended_at is not None or not _owes(source) or _owes(target):
        return False
    target.callback_wanted, target.callback_done_at = True, None
    target.callback_slot = source.callback_slot
    _keep(target, {**clocks_of(target), ClockKind.CALLBACK: clock})
    return True


def take_callback_back(source: Ticket, target: Ticket, clocks: Mapping[str, Any]) -> None:
    """Undo `give_callback` as long as nobody called; `clocks` are those the dossier had on its row then."""
    if not _owes(target):
        return
    clock = _load(ClockKind.CALLBACK, clocks[ClockKind.CALLBACK])
    _keep(source, {**clocks_of(source), ClockKind.CALLBACK: clock})
    target.callback_wanted, target.callback_slot = False, ""
    _keep(target, {kind: each for kind, each in clocks_of(target).items() if kind is not ClockKind.CALLBACK})


def _owes(ticket: Ticket) -> bool:
    return ticket.callback_wanted and ticket.callback_done_at is None


def _apply(ticket: Ticket, kinds: Iterable[ClockKind], move: Callable[[Clock], Clock]) -> None:
    clocks, chosen = clocks_of(ticket), frozenset(kinds)
    _keep(ticket, {kind: move(clock) if kind in chosen else clock for kind, clock in clocks.items()})


def _keep(ticket: Ticket, clocks: Mapping[ClockKind, Clock]) -> None:
    ticket.clocks = {kind.value: _dump(clock) for kind, clock in clocks.items()}
    ticket.first_answer_due_at = _due(clocks.get(ClockKind.FIRST_ANSWER))
    ticket.resolve_due_at = _due(clocks.get(ClockKind.RESOLUTION))
    ticket.callback_due_at = _due(clocks.get(ClockKind.CALLBACK))
    first = next_due(clocks.values())
    ticket.due_at = first.due_at if first else None


def _due(clock: Clock | None) -> datetime | None:
    return clock.due_at if clock else None


def _dump(clock: Clock) -> dict[str, Any]:
    return {
        "basis": clock.basis.value,
        "allowed_s": None if clock.allowed is None else clock.allowed.total_seconds(),
        "since": _text(clock.since),
        "soon_at": _text(clock.soon_at),
        "due_at": _text(clock.due_at),
        "spent_open_s": clock.spent_open.total_seconds(),
        "spent_wall_s": clock.spent_wall.total_seconds(),
        "ended_at": _text(clock.ended_at),
    }


def _load(kind: ClockKind, parts: Mapping[str, Any]) -> Clock:
    allowed = parts["allowed_s"]
    return Clock(
        kind=kind,
        basis=Basis(parts["basis"]),
        allowed=None if allowed is None else timedelta(seconds=allowed),
        since=_instant(parts["since"]),
        soon_at=_instant(parts["soon_at"]),
        due_at=_instant(parts["due_at"]),
        spent_open=timedelta(seconds=parts["spent_open_s"]),
        spent_wall=timedelta(seconds=parts["spent_wall_s"]),
        ended_at=_instant(parts["ended_at"]),
    )


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
