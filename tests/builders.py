"""Builders of what tests need; each takes only what matters."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from helpdesk.accounts.viewer import Viewer
from helpdesk.db import db
from helpdesk.desks.models import Desk, DeskMember
from helpdesk.organisations.models import Organisation, OrganisationLink
from helpdesk.organisations.rules import Family, Kind, Line
from helpdesk.outbox.models import OutgoingMail
from helpdesk.tickets.models import Entry, RoutingRule, Ticket
from helpdesk.tickets.notices.models import DeskNotice
from helpdesk.tickets.notices.service import send_notices
from helpdesk.tickets.opening import open_ticket
from helpdesk.tickets.readying import Complaint
from helpdesk.tickets.rules import Priority
from helpdesk.tickets.work.holding import Seen


def outgoing() -> Sequence[OutgoingMail]:
    """Return every mail in the outbox, oldest first, once the worker has told the desks what there is to tell."""
    newest = db.session.scalar(select(func.max(DeskNotice.due_at)))
    if newest is not None:
        send_notices(now=newest)
    return db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()


def last_mail(event: str) -> OutgoingMail:
    """Return the newest mail made from one template, e.g. `tickets/link`."""
    return next(mail for mail in reversed(outgoing()) if mail.event == event)


def a_desk(slug: str = "accueil", *members: Viewer, hours: str = "") -> Desk:
    """Open a desk where `members` work, or add them to the one there is."""
    desk = db.session.scalar(select(Desk).where(Desk.slug == slug))
    if desk is None:
        desk = Desk(slug=slug, name=slug.capitalize(), hours=hours)
        db.session.add(desk)
        db.session.flush()
    db.session.add_all(DeskMember(desk_id=desk.id, person_id=each.id) for each in members)
    db.session.commit()
    return desk


def a_rule(
    desk: Desk, *, position: int = 1, priority: Priority = Priority.NORMAL, **conditions: Any
) -> RoutingRule:
    """Write a routing rule; without conditions it takes every dossier."""
    rule = RoutingRule(
        position=position,
        name=f"Règle {position}",
        conditions=conditions,
        desk_id=desk.id,
        priority=priority,
    )
    db.session.add(rule)
    db.session.commit()
    return rule


def an_organisation(
    now: datetime, name: str, *, parent: Organisation | None = None, **what_matters: Any
) -> Organisation:
    """Enter a union, or whatever `what_matters` says, below `parent` in the geographic line."""
    usual = {
        "code": name,
        "name": name,
        "name_key": name.lower(),
        "kind": Kind.UNION,
        "family": Family.UNION,
        "created_at": now,
    }
    organisation = Organisation(**{**usual, **what_matters})
    db.session.add(organisation)
    db.session.flush()
    if parent is not None:
        db.session.add(OrganisationLink(parent_id=parent.id, child_id=organisation.id, line=Line.GEOGRAPHIC))
    db.session.commit()
    return organisation


def a_complaint(**what_matters: Any) -> Complaint:
    """Return a complaint about a double debit, by e-mail."""
    usual = {
        "category": "prelevement",
        "subcategory": "double-debit",
        "subject": "Deux prélèvements en novembre",
        "body": "J’ai été prélevée deux fois le 5 novembre.",
        "name": "Mélanie Membre",
        "email": "melanie.membre@example.org",
    }
    return Complaint(**{**usual, **what_matters})


def a_ticket(now: datetime, **what_matters: Any) -> Ticket:
    """Open a dossier as the form does, at the desk `accueil` unless a rule says otherwise."""
    if db.session.scalar(select(Desk.id).limit(1)) is None:
        a_desk()
    return open_ticket(a_complaint(**what_matters), now=now).ticket


def lines_of(ticket: Ticket) -> Sequence[Entry]:
    """Return the history of a dossier, as it is stored."""
    query = select(Entry).where(Entry.ticket_id == ticket.id).order_by(Entry.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def texts_of(ticket: Ticket) -> list[str]:
    """Return what people wrote in a dossier, oldest first."""
    return [line.body for line in lines_of(ticket) if line.body]


def as_seen(ticket: Ticket, viewer: Viewer) -> Seen:
    """Return the dossier as `viewer` finds it when they open its page now."""
    last = max(line.id for line in lines_of(ticket))
    return Seen(reference=ticket.reference, viewer=viewer, version=ticket.version, last_line=last)
