"""The clocks of a dossier in words, with what the bar beside them shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from helpdesk.core.hours import Hours
from helpdesk.tickets.clocks.rules import Clock, ClockState, look, time_spent
from helpdesk.tickets.clocks.service import clocks_of
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.promises.rules import Basis, ClockKind
from helpdesk.web.filters import short_time
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l
from helpdesk.web.spans import hours_span_in_words, span_in_words

TITLES = {
    ClockKind.CALLBACK: _l("Rappel dû"),
    ClockKind.FIRST_ANSWER: _l("Réponse due"),
    ClockKind.RESOLUTION: _l("Solution due"),
}
KEPT = {
    ClockKind.CALLBACK: _l("Rappelé le"),
    ClockKind.FIRST_ANSWER: _l("Répondu le"),
    ClockKind.RESOLUTION: _l("Résolu le"),
}
BROKEN = {
    ClockKind.CALLBACK: _l("Rappelé en retard, le"),
    ClockKind.FIRST_ANSWER: _l("Répondu en retard, le"),
    ClockKind.RESOLUTION: _l("Résolu en retard, le"),
}
_STATES = {
    ClockState.FINE: "fine",
    ClockState.SOON: "",
    ClockState.LATE: "late",
    ClockState.PAUSED: "paused",
    ClockState.ENDED: "ok",
}


@dataclass(frozen=True, slots=True)
class ShownClock:
    """A promise: `used` of `total` minutes draw the bar, none once it is kept; `state` is a look."""

    title: str
    sentence: str
    state: str
    due_at: datetime | None = None
    used: int | None = None
    total: int | None = None


def shown_clocks(ticket: Ticket, hours: Hours, *, now: datetime) -> list[ShownClock]:
    """Return the promises of a dossier, those still owed first; nothing for what was never promised."""
    clocks = [clock for clock in clocks_of(ticket).values() if clock.allowed is not None]
    in_order = sorted(clocks, key=lambda clock: (clock.ended_at is not None, list(TITLES).index(clock.kind)))
    return [_shown(clock, hours, now) for clock in in_order]


def _shown(clock: Clock, hours: Hours, now: datetime) -> ShownClock:
    if clock.ended_at is not None:
        return _ended(clock, clock.ended_at)
    assert clock.allowed is not None
    state, used = look(clock, now=now), time_spent(clock, now=now, hours=hours)
    return ShownClock(
        title=str(TITLES[clock.kind]),
        sentence=_left(clock, state, clock.allowed - used, now),
        state=_STATES[state],
        due_at=clock.due_at,
        used=min(used, clock.allowed) // timedelta(minutes=1),
        total=clock.allowed // timedelta(minutes=1),
    )


def _ended(clock: Clock, ended_at: datetime) -> ShownClock:
    words = (KEPT if clock.was_kept else BROKEN)[clock.kind]
    return ShownClock(str(words), short_time(ended_at), "ok" if clock.was_kept else "late")


def _left(clock: Clock, state: ClockState, left: timedelta, now: datetime) -> str:
    if state is ClockState.LATE and clock.due_at is not None:
        return _("En retard de %(span)s", span=span_in_words(now - clock.due_at))
    assert clock.allowed is not None
    spans = {
        "left": hours_span_in_words(max(left, timedelta())),
        "allowed": hours_span_in_words(clock.allowed),
    }
    is_open = clock.basis is Basis.OPEN
    if state is ClockState.PAUSED:
        if is_open:
            return _("En pause : reste %(left)s d’ouverture sur %(allowed)s", **spans)
        return _("En pause : reste %(left)s sur %(allowed)s", **spans)
    if is_open:
        return _("Reste %(left)s d’ouverture sur %(allowed)s", **spans)
    return _("Reste %(left)s sur %(allowed)s", **spans)
