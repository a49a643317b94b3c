"""Closing a desk and giving its open dossiers to another one, some at a time."""

from datetime import date, datetime

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.clock import local
from helpdesk.core.errors import Refused
from helpdesk.db import transactional
from helpdesk.desks.directory import read_directory
from helpdesk.desks.queries import get_desk, list_desks
from helpdesk.tickets.queries import lock_ticket
from helpdesk.tickets.rules import ACTIVE
from helpdesk.tickets.work.assigning import transfer
from helpdesk.tickets.work.closing_desk.queries import count_open, list_open_ids
from helpdesk.web.i18n import gettext as _

AT_ONCE = 100
"""Dossiers moved in one transaction, so that nobody waits long for SQLite's one write lock."""


def close_desk(desk_id: int, *, on: date, to: int | None, now: datetime, by: Viewer) -> int:
    """Close the desk from the day `on`; its open dossiers go to the desk `to` now. Return how many went.

    Raises Refused without another open desk, and when dossiers lie there and `to` is none of the open ones.
    """
    _close(desk_id, on=on, to=to, now=now)
    moved = 0
    while to is not None and (some := _move_some(desk_id, to, now=now, by=by)):
        moved += some
    return moved


@transactional
def _close(desk_id: int, *, on: date, to: int | None, now: datetime) -> None:
    desk = get_desk(desk_id)
    others = {each.id for each in list_desks(max(on, local(now).date()))} - {desk_id}
    if not others:
        raise Refused(_("C’est le dernier pôle ouvert : ouvrez-en un autre d’abord."))
    if to not in others and (to is not None or count_open(desk_id)):
        raise Refused(_("Choisissez le pôle ouvert qui reprend les dossiers."))
    desk.closed_on = on


@transactional
def _move_some(desk_id: int, to: int, *, now: datetime, by: Viewer) -> int:
    target, directory = get_desk(to), read_directory(local(now).date())
    ids = list_open_ids(desk_id, limit=AT_ONCE)
    for ticket_id in ids:
        ticket = lock_ticket(ticket_id)
        if ticket.desk_id != desk_id or ticket.status not in ACTIVE:
            continue
        transfer(ticket, target, now=now, by=by)
        if ticket.assignee_id not in directory.desks[to].member_ids:
            ticket.assignee_id = None
    return len(ids)
