"""The one way the state of a dossier changes: its status, its clocks, its version and its history together.

Every function works inside the use case of its caller, on a row from `queries.lock_ticket`.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.errors import Refused
from helpdesk.core.hours import Hours
from helpdesk.desks.queries import get_desk, hours_of
from helpdesk.tickets import history
from helpdesk.tickets.clocks.service import end_clocks, pause_clocks, resume_clocks, start_clocks
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.promises.rules import ClockKind
from helpdesk.tickets.rules import ACTIVE, Action, EventKind, Status, next_status
from helpdesk.web.i18n import gettext as _

ANSWERS = frozenset({Action.REPLY, Action.REPLY_AND_WAIT})
BY_MEMBER = frozenset({Action.MEMBER_REPLY, Action.MEMBER_SOLVED})
"""Who writes to us has found the dossier again: mail that did not arrive matters no more."""

_EVENTS: Mapping[Action, EventKind] = MappingProxyType(
    {
        Action.TAKE: EventKind.TAKEN,
        Action.ASSIGN: EventKind.ASSIGNED,
        Action.MEMBER_SOLVED: EventKind.MEMBER_SOLVED,
        Action.RESOLVE: EventKind.RESOLVED,
        Action.REOPEN: EventKind.REOPENED,
        Action.ESCALATE: EventKind.ESCALATED,
        Action.ESCALATION_ANSWER: EventKind.ESCALATION_ANSWERED,
        Action.CLOSE: EventKind.CLOSED,
        Action.MERGE: EventKind.MERGED_INTO,
    }
)
_PUBLIC = frozenset(
    {
        EventKind.TAKEN,
        EventKind.WAITING,
        EventKind.MEMBER_SOLVED,
        EventKind.RESOLVED,
        EventKind.REOPENED,
        EventKind.ESCALATED,
        EventKind.ESCALATION_ANSWERED,
        EventKind.CLOSED,
    }
)
"""What members see in the history; who is assigned, and why, is the helpdesk's own business."""


def apply(
    ticket: Ticket,
    action: Action,
    *,
    now: datetime,
    by: Viewer | None = None,
    assignee_id: int | None = None,
    **values: Any,
) -> Entry | None:
    """Make the move and return the event written for it, None when it needs none.

    `assignee_id` is whom ASSIGN is about (None gives the dossier back to its desk); TAKE is about
    `by`. `values` go into the event. Raises Refused when the dossier's status does not allow the move.
    """
    target = next_status(ticket.status, action)
    if target is None:
        raise Refused(refusal(ticket.status))
    was, ticket.status = ticket.status, target
    if action in BY_MEMBER:
        ticket.mail_failure = None
    _follow_clocks(ticket, action, was, now=now)
    _set_instants(ticket, action, was, now=now)
    if action in {Action.TAKE, Action.ASSIGN}:
        ticket.assignee_id = by.id if action is Action.TAKE and by else assignee_id
    touch(ticket, now=now)
    event = _EVENTS.get(action) or _event_between(was, target)
    if event is None:
        return None
    return history.record(ticket, event, now=now, by=by, public=event in _PUBLIC, **values)


def touch(ticket: Ticket, *, now: datetime) -> None:
    """Count one more change, so that who works on what was there before is told."""
    ticket.version += 1
    ticket.updated_at = now


def call_back_done(ticket: Ticket, *, now: datetime) -> None:
    """Note that the member was called back: the promise is kept, and it is an answer too."""
    ticket.callback_done_at = now
    _answered(ticket, now=now)
    end_clocks(ticket, {ClockKind.CALLBACK}, now=now)


def desk_hours(ticket: Ticket) -> Hours:
    """Return the hours of the desk that has the dossier."""
    return hours_of(get_desk(ticket.desk_id))


def refusal(status: Status) -> str:
    """Say why a move is impossible: where the dossier stands already."""
    return {
        Status.NEW: _("Ce dossier n’a pas encore été pris en charge : l’action demandée n’est pas possible."),
        Status.OPEN: _("Ce dossier est ouvert : l’action demandée n’est pas possible."),
        Status.WAITING: _(
            "Ce dossier attend une réponse de l’adhérent : l’action demandée n’est pas possible."
        ),
        Status.ESCALATED: _(
            "Ce dossier est entre les mains de l’administration confédérale : l’action demandée n’est pas possible."
        ),
        Status.RESOLVED: _("Ce dossier est déjà résolu : rouvrez-le d’abord."),
        Status.CLOSED: _("Ce dossier est clos : rouvrez-le d’abord."),
    }[status]


def _event_between(was: Status, target: Status) -> EventKind | None:
    """Return what replies and waits change in passing, if anything."""
    if target is was:
        return None
    if target is Status.WAITING:
        return EventKind.WAITING
    if was is Status.WAITING:
        return EventKind.RESUMED
    return EventKind.REOPENED if was not in ACTIVE else None


def _follow_clocks(ticket: Ticket, action: Action, was: Status, *, now: datetime) -> None:
    if action in ANSWERS:
        _answered(ticket, now=now)
    if ticket.status not in ACTIVE:
        end_clocks(ticket, ClockKind, now=now)
    elif ticket.status is Status.WAITING:
        pause_clocks(ticket, now=now, hours=desk_hours(ticket))
    elif was not in ACTIVE:
        start_clocks(
            ticket, {ClockKind.FIRST_ANSWER, ClockKind.RESOLUTION}, now=now, hours=desk_hours(ticket)
        )
    elif was is Status.WAITING:
        resume_clocks(ticket, now=now, hours=desk_hours(ticket))
    if action is Action.MEMBER_REPLY and was in ACTIVE:
        _owe_an_answer(ticket, now=now)


def _answered(ticket: Ticket, *, now: datetime) -> None:
    ticket.first_answered_at = ticket.first_answered_at or now
    end_clocks(ticket, {ClockKind.FIRST_ANSWER}, now=now)


def _owe_an_answer(ticket: Ticket, *, now: datetime) -> None:
    """Promise an answer to who writes again, in the time of a first one; else nothing might be due."""
    if ticket.clocks.get(ClockKind.FIRST_ANSWER, {}).get("ended_at") is not None:
        start_clocks(ticket, {ClockKind.FIRST_ANSWER}, now=now, hours=desk_hours(ticket))


def _set_instants(ticket: Ticket, action: Action, was: Status, *, now: datetime) -> None:
    if ticket.status is not Status.WAITING:
        ticket.paused_at = None
    if ticket.status in ACTIVE:
        ticket.resolved_at = ticket.closed_at = None
    elif ticket.status is Status.RESOLVED:
        ticket.resolved_at = now if was is not Status.RESOLVED else ticket.resolved_at
    else:
        ticket.closed_at = now
    if action is Action.ESCALATE:
        ticket.escalated_at = now
