"""Giving a dossier to a colleague, to another desk, or back to its own."""

from datetime import datetime
from typing import Any

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.errors import NotFound, Refused
from helpdesk.db import transactional
from helpdesk.desks.directory import Directory
from helpdesk.desks.models import Desk
from helpdesk.desks.queries import OpenDesk, get_desk, hours_of
from helpdesk.tickets import history
from helpdesk.tickets.clocks.service import change_clocks
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.notices.service import tell_agents, tell_desk
from helpdesk.tickets.progress import apply, desk_hours, refusal, touch
from helpdesk.tickets.rules import ACTIVE, Action, EventKind
from helpdesk.tickets.work.holding import Seen, hold
from helpdesk.web.i18n import gettext as _


@transactional
def assign(seen: Seen, *, desk_id: int, assignee_id: int | None, now: datetime) -> None:
    """Give the dossier to a member of a desk, or to the desk as a whole; whoever has it now is told by mail.

    Raises NotFound for a desk or a person that does not exist, and Refused for one who cannot take it.
    """
    held = hold(
        seen, now=now, done=lambda ticket: (ticket.desk_id, ticket.assignee_id) == (desk_id, assignee_id)
    )
    ticket = held.ticket
    if (ticket.desk_id, ticket.assignee_id) == (desk_id, assignee_id):
        return
    _check(ticket, desk_id, assignee_id, held.directory, seen.viewer)
    if desk_id != ticket.desk_id:
        transfer(ticket, get_desk(desk_id), now=now, by=seen.viewer)
    if assignee_id is not None:
        _give(ticket, assignee_id, held.directory, now=now, by=seen.viewer)
        tell_agents("assigned", ticket, now=now, but=seen.viewer)
    else:
        if ticket.assignee_id is not None:
            apply(ticket, Action.ASSIGN, now=now, by=seen.viewer, assignee_id=None)
        tell_desk("assigned", ticket, now=now, but=seen.viewer)


def transfer(ticket: Ticket, desk: Desk | OpenDesk, *, now: datetime, by: Viewer, **routing: Any) -> None:
    """Bring the dossier to another desk: its clocks follow that desk's hours, the time passed kept.

    Part of the caller's use case. `routing` tells which rule asked for it, none when a person did.
    Whoever had the dossier keeps it only by working at that desk too: the caller sees to it.
    """
    old_hours = desk_hours(ticket)
    ticket.desk_id = desk.id
    change_clocks(ticket, now=now, hours=hours_of(desk), old_hours=old_hours)
    touch(ticket, now=now)
    history.record(ticket, EventKind.ROUTED, now=now, by=by, desk=desk.name, **routing)


def _check(ticket: Ticket, desk_id: int, assignee_id: int | None, directory: Directory, by: Viewer) -> None:
    desk = directory.desks.get(desk_id)
    if desk is None or (assignee_id is not None and assignee_id not in {*directory.people, by.id}):
        raise NotFound
    if ticket.status not in ACTIVE:
        raise Refused(refusal(ticket.status))
    if not desk.is_open and desk_id != ticket.desk_id:
        raise Refused(_("Le pôle « %(desk)s » est fermé.", desk=desk.name))
    if assignee_id not in {None, by.id, *desk.member_ids}:
        raise Refused(_("Cette personne ne travaille pas au pôle « %(desk)s ».", desk=desk.name))


def _give(ticket: Ticket, assignee_id: int, directory: Directory, *, now: datetime, by: Viewer) -> None:
    if assignee_id == by.id:
        apply(ticket, Action.TAKE, now=now, by=by)
    else:
        name = directory.people[assignee_id]
        apply(ticket, Action.ASSIGN, now=now, by=by, assignee_id=assignee_id, name=name)
