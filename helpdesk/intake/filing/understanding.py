"""What a mail continues, and what its sender is to that: looked up, for `rules.decide`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import select

from helpdesk.accounts.queries import find_person_by_email
from helpdesk.accounts.rules import Role
from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings
from helpdesk.core.identifiers import email_key
from helpdesk.db import db
from helpdesk.escalation.models import Escalation
from helpdesk.intake.models import IncomingMail
from helpdesk.intake.reading import ReadMail
from helpdesk.intake.rules import REFERENCES_LOOKED_AT, TOKENS_LOOKED_AT, About, Link, Nature, Route
from helpdesk.intake.texts import reference_in
from helpdesk.outbox.bounces import bounce_token_in
from helpdesk.outbox.identity import own_instance_ids
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.reply_tokens import find_reply_token, reply_token_in
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries import standing_for
from helpdesk.tickets.rules import Status
from helpdesk.tickets.work.duty import duty_of


@dataclass(frozen=True, slots=True)
class Found:
    """What a mail continues: a dossier, or an escalation with its dossier; `owner` has the token, if any."""

    route: Route
    ticket: Ticket
    escalation: Escalation | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a mail says it is from; `viewer` when that is the address of somebody who may sign in."""

    address: str
    viewer: Viewer | None


def nature_of(read: ReadMail, row: IncomingMail) -> Nature:
    """Tell what a mail is, whoever sent it."""
    failed = bounce_token(read, row) is not None
    has_something = bool(read.text.strip() or read.attachments or (read.subject and not read.error))
    return Nature(
        readable=(read.from_address is not None and has_something) or read.bounce is not None,
        ours=_is_ours(read),
        complaint=read.complaint is not None,
        bounce=read.bounce is not None,
        # Nobody writes to the address of failure notices, and nobody at all writes without a sender.
        automatic=read.automatic or read.list_mail or failed or read.return_path == "",
    )


def bounce_token(read: ReadMail, row: IncomingMail) -> str | None:
    """Return the token of the address for failure notices that the mail came to, if it came to one."""
    found = (bounce_token_in(each) for each in addresses(read, row))
    return next((token for token in found if token), None)


def addresses(read: ReadMail, row: IncomingMail) -> list[str]:
    """Return every address the mail was sent to, that of the envelope first."""
    return list(dict.fromkeys(each for each in (row.envelope_to, *read.recipients, *read.to) if each))


def find_sender(read: ReadMail) -> Sender:
    """Return who the mail says it is from."""
    address = email_key(read.from_address or "")
    person = find_person_by_email(address) if address else None
    if person is None or person.disabled_at is not None:
        return Sender(address, None)
    viewer = Viewer(id=person.id, name=person.name, email=person.email, lang=person.lang, roles=person.roles)
    return Sender(address, viewer)


def find_continued(read: ReadMail, row: IncomingMail, *, now: datetime) -> Found | None:
    """Return what the mail continues: by a reply token, else by what it refers to, else by its subject."""
    return _by_token(addresses(read, row), now) or _by_references(read) or _by_subject(read)


def link_of(found: Found | None, sender: Sender, *, now: datetime) -> Link | None:
    """Tell what the sender is to what the mail continues."""
    if found is None:
        return None
    owns = bool(found.owner) and found.owner == sender.address
    if found.escalation is not None:
        return Link(
            route=found.route, about=About.ESCALATION, owns_token=owns, is_staff=is_administration(sender)
        )
    return Link(
        route=found.route,
        owns_token=owns,
        is_member=bool(sender.address) and email_key(found.ticket.requester_email) == sender.address,
        is_staff=_works_on(found.ticket, sender, now=now),
        is_over=_is_over(found.ticket, now=now),
    )


def event_answered(read: ReadMail) -> str:
    """Return the event of the mail of ours that this one answers, e.g. `tickets/assigned`; empty for none."""
    ids = [each for each in (read.in_reply_to, *reversed(read.references)) if each][:REFERENCES_LOOKED_AT]
    rows = db.session.execute(
        select(OutgoingMail.message_id, OutgoingMail.event).where(OutgoingMail.message_id.in_(ids))
    )
    events = {row.message_id: row.event for row in rows}
    return next((events[each] for each in ids if each in events), "")


def ticket_of_thread(thread: str) -> Ticket | None:
    """Return the dossier that a thread of the outbox is about, None when it is about none."""
    found = _thread(thread, Route.NONE)
    return found.ticket if found else None


def _is_ours(read: ReadMail) -> bool:
    if read.loop is not None and read.loop.strip().lower() in own_instance_ids():
        return True
    if not read.message_id:
        return False
    # The very id of a mail of ours, not its domain: colleagues and members may have the same one.
    query = select(OutgoingMail.id).where(OutgoingMail.message_id == read.message_id)
    return db.session.scalar(query) is not None


def is_administration(sender: Sender) -> bool:
    """Tell whether escalations go to this address, or somebody who answers them has it."""
    chosen = settings()
    role = sender.viewer is not None and sender.viewer.has(Role.ADMINISTRATOR)
    return role or sender.address in {
        email_key(chosen.escalation_to),
        email_key(chosen.escalation_second_to),
    }


def _works_on(ticket: Ticket, sender: Sender, *, now: datetime) -> bool:
    viewer = sender.viewer
    if viewer is None or not viewer.works_dossiers:
        return False
    return duty_of(viewer, now=now).reach.sees(
        confidential=ticket.confidential, desk_id=ticket.desk_id, assignee_id=ticket.assignee_id
    )


def _is_over(ticket: Ticket, *, now: datetime) -> bool:
    if ticket.status is not Status.CLOSED or ticket.closed_at is None:
        return False
    return ticket.closed_at < now - timedelta(days=settings().mail_reopen_days)


def _by_token(recipients: Sequence[str], now: datetime) -> Found | None:
    tokens = filter(None, map(reply_token_in, recipients))
    for token in islice(tokens, TOKENS_LOOKED_AT):
        owned = find_reply_token(token, now=now)
        if owned is not None:
            found = _thread(owned.thread, Route.TOKEN, owner=email_key(owned.address))
            if found is not None:
                return found
    return None


def _by_references(read: ReadMail) -> Found | None:
    newest_first = [read.in_reply_to, *reversed(read.references)]
    ids = list(dict.fromkeys(each for each in newest_first if each))[:REFERENCES_LOOKED_AT]
    if not ids:
        return None
    sent = db.session.execute(
        select(OutgoingMail.message_id, OutgoingMail.thread)
        .where(OutgoingMail.message_id.in_(ids))
        .where(OutgoingMail.thread.is_not(None))
    )
    threads = {row.message_id: row.thread for row in sent}
    received = db.session.execute(
        select(IncomingMail.message_id, Ticket.reference)
        .join(Ticket, Ticket.id == IncomingMail.ticket_id)
        .where(IncomingMail.message_id.in_(ids))
        # What waits for an agent's eye is not part of the dossier yet.
        .where(IncomingMail.entry_id.is_not(None))
    )
    threads |= {row.message_id: f"ticket:{row.reference}" for row in received}
    found = (_thread(threads[each], Route.REFERENCES) for each in ids if each in threads)
    return next((each for each in found if each is not None), None)


def _by_subject(read: ReadMail) -> Found | None:
    reference = reference_in(read.subject)
    return _thread(f"ticket:{reference}", Route.SUBJECT) if reference else None


def _thread(thread: str, route: Route, *, owner: str = "") -> Found | None:
    kind, _colon, name = thread.partition(":")
    if kind == "ticket":
        ticket = db.session.scalar(select(Ticket).where(Ticket.reference == name))
        return Found(route, standing_for(ticket), owner=owner) if ticket else None
    if kind == "escalation" and name.isascii() and name.isdigit() and len(name) < 10:
        query = select(Escalation, Ticket).join(Ticket, Ticket.id == Escalation.ticket_id)
        row = db.session.execute(query.where(Escalation.id == int(name))).one_or_none()
        return Found(route, row[1], row[0], owner) if row else None
    return None
