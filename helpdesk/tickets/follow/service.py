"""What members do with their dossier. Who may is checked by the query that found it."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.identifiers import email_key
from helpdesk.core.masking import Kind, mask
from helpdesk.db import db, transactional
from helpdesk.tickets import history
from helpdesk.tickets.files.rules import KeptFile
from helpdesk.tickets.files.service import attach, forget
from helpdesk.tickets.follow.queries import find_by_owner
from helpdesk.tickets.letters import tell_requester
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.notices.service import tell_agents
from helpdesk.tickets.progress import apply
from helpdesk.tickets.queries import lock_standing
from helpdesk.tickets.rules import ACTIVE, Action, EntryKind, EventKind, Status

TWICE_WITHIN = timedelta(minutes=10)
"""The same words again so soon are one message sent twice."""


def member_reply(
    ticket_id: int,
    text: str,
    *,
    files: tuple[KeptFile, ...] = (),
    now: datetime,
    by: Viewer | None = None,
    by_mail: history.ByMail | None = None,
) -> frozenset[Kind]:
    """Add the member's words and files, and tell who has the dossier; return the kinds that were masked.

    A dossier that waited goes on, one that was resolved or closed opens again.
    """
    said = mask(text)
    names = [mask(file.name) for file in files]
    safe = tuple(replace(file, name=name.text) for file, name in zip(files, names, strict=True))
    try:
        is_new = _reply(ticket_id, said.text, safe, now=now, by=by, by_mail=by_mail)
    except BaseException:
        forget(files)
        raise
    if not is_new:
        forget(files)
    return said.found.union(*(name.found for name in names))


@transactional
def member_solved(ticket_id: int, *, now: datetime, by: Viewer | None = None) -> None:
    """Note that the member has no problem any more; nothing when the dossier is resolved already."""
    ticket = lock_standing(ticket_id)
    if ticket.status in ACTIVE:
        apply(ticket, Action.MEMBER_SOLVED, now=now, by=by)
        tell_agents("member_solved", ticket, now=now)


@transactional
def member_reopen(ticket_id: int, *, now: datetime, by: Viewer | None = None) -> None:
    """Open the dossier again; nothing when it is open already."""
    ticket = lock_standing(ticket_id)
    if ticket.status not in ACTIVE:
        apply(ticket, Action.REOPEN, now=now, by=by)
        tell_agents("member_reopened", ticket, now=now)


@transactional
def resend_link(reference: str, email: str, *, now: datetime) -> None:
    """Send a new private link to the mailbox the dossier was opened with; nothing when they do not fit."""
    ticket = find_by_owner(reference, email_key(email))
    if ticket is not None:
        history.record(ticket, EventKind.LINK_RESENT, now=now)
        tell_requester("link", ticket, now=now)


@transactional
def _reply(
    ticket_id: int,
    text: str,
    files: tuple[KeptFile, ...],
    *,
    now: datetime,
    by: Viewer | None,
    by_mail: history.ByMail | None,
) -> bool:
    ticket = lock_standing(ticket_id)
    # A mail that came twice was known by its Message-ID; a form has no such mark.
    if by_mail is None and text and not files and _is_repeated(ticket, text, now):
        return False
    reopens = ticket.status in {Status.RESOLVED, Status.CLOSED}
    apply(ticket, Action.MEMBER_REPLY, now=now, by=by)
    attach(_line(ticket, text, len(files), now=now, by=by, by_mail=by_mail), files, now=now)
    tell_agents("member_reopened" if reopens else "member_wrote", ticket, now=now)
    return True


def _line(
    ticket: Ticket,
    text: str,
    files: int,
    *,
    now: datetime,
    by: Viewer | None,
    by_mail: history.ByMail | None,
) -> Entry:
    if not text:
        return history.record(ticket, EventKind.FILES_ADDED, now=now, by=by, public=True, count=files)
    return history.write(
        ticket,
        EntryKind.MESSAGE,
        text,
        now=now,
        by=by,
        author_name=ticket.requester_name,
        public=True,
        by_mail=by_mail,
    )


def _is_repeated(ticket: Ticket, text: str, now: datetime) -> bool:
    """Tell whether the last message is the same one: its form was sent twice."""
    query = (
        select(Entry.body)
        .where(Entry.ticket_id == ticket.id)
        .where(Entry.kind.in_([EntryKind.MESSAGE, EntryKind.REPLY]))
        .where(Entry.created_at > now - TWICE_WITHIN)
        .order_by(Entry.id.desc())
        .limit(1)
    )
    return db.session.scalar(query) == text
