"""The plain moves of an agent: take, wait, resume, resolve, reopen."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from helpdesk.db import transactional
from helpdesk.tickets.letters import tell_requester
from helpdesk.tickets.progress import apply
from helpdesk.tickets.rules import Action, EventKind
from helpdesk.tickets.work.holding import Seen, did_already, hold
from helpdesk.tickets.work.rules import UNDO_FOR
from helpdesk.tickets.work.taking_back import photo_of

PLAIN_MOVES: Mapping[Action, EventKind] = MappingProxyType(
    {
        Action.TAKE: EventKind.TAKEN,
        Action.WAIT: EventKind.WAITING,
        Action.RESUME: EventKind.RESUMED,
        Action.RESOLVE: EventKind.RESOLVED,
        Action.REOPEN: EventKind.REOPENED,
    }
)
"""What needs nothing but a decision, with the event it leaves."""


@transactional
def move(seen: Seen, action: Action, *, now: datetime) -> None:
    """Make one of `PLAIN_MOVES`; a second click does nothing.

    The member is told that a dossier is resolved once who resolved it can no longer take it back.
    """
    held = hold(seen, now=now, done=did_already(seen, PLAIN_MOVES[action]))
    if held.is_repeat:
        return
    if action is not Action.RESOLVE:
        apply(held.ticket, action, now=now, by=seen.viewer)
        return
    apply(held.ticket, action, now=now, by=seen.viewer, before=photo_of(held.ticket))
    tell_requester("resolved", held.ticket, now=now, not_before=now + UNDO_FOR)
