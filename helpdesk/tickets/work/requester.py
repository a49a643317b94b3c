"""Who asks and how to reach them, corrected by an agent, often because mail did not arrive."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from helpdesk.core.identifiers import email_key
from helpdesk.core.masking import Kind, mask
from helpdesk.db import db, transactional
from helpdesk.tickets import history
from helpdesk.tickets.letters import tell_requester
from helpdesk.tickets.models import FollowLink, Ticket, find_key_of
from helpdesk.tickets.progress import touch
from helpdesk.tickets.rules import EventKind
from helpdesk.tickets.work.holding import Seen, hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """Who asks: a name, a mailbox and a number in E.164, each empty when it is not known."""

    name: str
    email: str
    phone: str


def requester_of(ticket: Ticket) -> Requester:
    """Return who asks, as the dossier has it."""
    return Requester(name=ticket.requester_name, email=ticket.requester_email, phone=ticket.requester_phone)


def correct_requester(seen: Seen, requester: Requester, *, now: datetime) -> frozenset[Kind]:
    """Write down who asks; return what was masked in the name.

    Another mailbox gets a link of its own, and those sent to the earlier one end: it may be a stranger's.
    """
    name = mask(requester.name)
    _correct(
        seen, Requester(name=name.text, email=email_key(requester.email), phone=requester.phone), now=now
    )
    return name.found


@transactional
def _correct(seen: Seen, requester: Requester, *, now: datetime) -> None:
    held = hold(seen, now=now, done=lambda ticket: requester_of(ticket) == requester)
    ticket, was = held.ticket, requester_of(held.ticket)
    if held.is_repeat or was == requester:
        return
    ticket.requester_name, ticket.requester_phone = requester.name, requester.phone
    ticket.requester_email = requester.email
    ticket.find_key = find_key_of(ticket)
    history.record(ticket, EventKind.REQUESTER_CHANGED, now=now, by=seen.viewer)
    touch(ticket, now=now)
    if was.email != requester.email:
        _move_to(ticket, now=now)


def _move_to(ticket: Ticket, *, now: datetime) -> None:
    ticket.mail_failure = None
    live = FollowLink.ticket_id == ticket.id, FollowLink.revoked_at.is_(None)
    db.session.execute(update(FollowLink).where(*live).values(revoked_at=now))
    tell_requester("link", ticket, now=now)
