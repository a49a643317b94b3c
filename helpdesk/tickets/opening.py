"""Opening a dossier: what was made ready is stored, with its history, its private link, its mail and its notice.

The number of SQL statements is the same whatever the desk and its rules: see `open_ticket`.
"""

from dataclasses import dataclass
from datetime import datetime

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.masking import Kind
from helpdesk.db import insert_all, insert_unless_taken, transactional
from helpdesk.outbox.service import post_all
from helpdesk.tickets import history
from helpdesk.tickets.files.service import attach, forget
from helpdesk.tickets.letters import new_follow_link
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.notices.service import tell_desk
from helpdesk.tickets.queries import find_by_submission, get_complaint
from helpdesk.tickets.readying import Complaint, Ready, make_ready
from helpdesk.tickets.rules import EntryKind, EventKind


@dataclass(frozen=True)
class Opened:
    """A dossier that was opened, or found again when the same form came twice.

    `token` is the secret of a private link made for whoever sent this; it is stored nowhere.
    """

    ticket: Ticket
    token: str
    link_id: int
    masked: frozenset[Kind]
    is_new: bool


def open_ticket(
    complaint: Complaint,
    *,
    now: datetime,
    by: Viewer | None = None,
    by_mail: history.ByMail | None = None,
) -> Opened:
    """Open a dossier for the complaint; `by` is the agent who takes it down, if one does.

    Six statements: what `make_ready` reads, then one insert each into dossiers, history, links, mails and
    notices; two more for files.
    """
    try:
        return store(make_ready(complaint, now=now, by_mail=by_mail), by=by)
    except BaseException:
        forget(complaint.files)
        raise


@transactional
def store(ready: Ready, *, by: Viewer | None = None) -> Opened:
    """Store a complaint that was made ready; sent before, it is found again, and its files are forgotten."""
    first = _insert(ready)
    if first is not None:
        forget(ready.complaint.files)
        token, link = new_follow_link(first, now=ready.now)
        return Opened(first, token, link.id, ready.masked, is_new=False)
    ticket = ready.ticket
    insert_all(_first_lines(ready, by))
    if ready.complaint.files:
        attach(get_complaint(ticket.id), ready.complaint.files, now=ready.now)
    token, link = new_follow_link(ticket, now=ready.now, token=ready.token)
    post_all(ready.mails)
    tell_desk("new_dossier", ticket, now=ready.now, but=by)
    return Opened(ticket, token, link.id, ready.masked, is_new=True)


def _insert(ready: Ready) -> Ticket | None:
    """Store the dossier under a reference nobody has, or return the one that this submission opened before."""
    while insert_unless_taken(ready.ticket) is None:
        key = ready.ticket.submission_key
        first = find_by_submission(key) if key else None
        if first is not None:
            return first
        ready.name_anew()
    return None


def _first_lines(ready: Ready, by: Viewer | None) -> list[Entry]:
    ticket = ready.ticket
    said = history.text_line(
        ticket,
        EntryKind.COMPLAINT,
        ready.complaint.body,
        now=ready.now,
        by=by,
        author_name=ready.complaint.name,
        public=True,
        by_mail=ready.by_mail,
    )
    routed = history.event_line(ticket, EventKind.ROUTED, now=ready.now, desk=ready.desk, **ticket.routing)
    judged = history.event_line(
        ticket,
        EventKind.SEVERITY_CHANGED,
        now=ready.now,
        to=ticket.severity.value,
        reasons=ticket.severity_reasons,
    )
    if not ticket.callback_wanted:
        return [said, routed, judged]
    slot = ticket.callback_slot
    asked = history.event_line(ticket, EventKind.CALLBACK_ASKED, now=ready.now, public=True, slot=slot)
    return [said, asked, routed, judged]
