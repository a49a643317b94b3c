"""What a dossier is about, corrected by an agent, and the desk that the rules then name."""

from datetime import datetime

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.clock import local
from helpdesk.core.topics import topic
from helpdesk.db import transactional
from helpdesk.desks.directory import Directory
from helpdesk.tickets import history
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.notices.service import tell_desk
from helpdesk.tickets.progress import touch
from helpdesk.tickets.routing.service import find_destination
from helpdesk.tickets.rules import ACTIVE, EventKind
from helpdesk.tickets.work.assigning import transfer
from helpdesk.tickets.work.holding import Seen, hold
from helpdesk.tickets.work.judging import judge_now, reconsider


@transactional
def refile(seen: Seen, category: str, subcategory: str, *, reroute: bool, now: datetime) -> None:
    """Change category and sub-category; `reroute` lets the rules choose the desk again.

    The category is one of the topics, else KeyError. An agent's word moves no dossier that is done.
    """
    if subcategory:
        topic(category).subtopic(subcategory)
    held = hold(seen, now=now, done=lambda ticket: _filed(ticket) == (category, subcategory))
    ticket = held.ticket
    if held.is_repeat:
        return
    if _filed(ticket) != (category, subcategory):
        before, was = judge_now(ticket, now=now), _filed(ticket)
        ticket.category, ticket.subcategory = category, subcategory
        history.record(
            ticket,
            EventKind.CATEGORY_CHANGED,
            now=now,
            by=seen.viewer,
            was=list(was),
            to=[category, subcategory],
        )
        reconsider(ticket, before, now=now, by=seen.viewer)
        touch(ticket, now=now)
    if reroute and ticket.status in ACTIVE:
        _reroute(ticket, held.directory, now=now, by=seen.viewer)


def _filed(ticket: Ticket) -> tuple[str, str]:
    return ticket.category, ticket.subcategory


def _reroute(ticket: Ticket, directory: Directory, *, now: datetime, by: Viewer) -> None:
    found = find_destination(ticket, on=local(now).date())
    ticket.routing, ticket.priority = found.routing, found.priority
    if found.desk.id == ticket.desk_id:
        return
    transfer(ticket, found.desk, now=now, by=by, **found.routing)
    if ticket.assignee_id not in directory.desks[found.desk.id].member_ids:
        ticket.assignee_id = None
    tell_desk("assigned", ticket, now=now, but=by)
