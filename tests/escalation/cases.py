"""Dossiers and escalations as the tests of this folder need them."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from helpdesk.accounts.viewer import Viewer
from helpdesk.db import db
from helpdesk.escalation.dossier.material import Words
from helpdesk.escalation.models import Escalation, EscalationCopy, EscalationLink, EscalationStep
from helpdesk.escalation.sending.service import Confirmation, confirm
from helpdesk.outbox.models import OutgoingMail
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import EntryKind
from tests.builders import a_desk, a_ticket, outgoing

IBAN = "FR76 3000 6000 0112 3456 7890 189"
ADMINISTRATION = "administration.confederale@example.org"
SECOND = "direction@example.org"
LATE = timedelta(hours=96)
"""Four days after a Monday: three and a half opening days of 24 hours in house."""

WORDS = Words(
    summary="Quoi : deux débits.\nDepuis quand : le 5 novembre.\nConséquence : douze adhérents à découvert.",
    asks=(
        ("Reverser le second débit", date(2026, 11, 24)),
        ("Confirmer la cause par écrit", date(2026, 11, 27)),
    ),
    tried="Assistance appelée le 17 novembre, référence A-1, sans suite.",
)


def a_grave_ticket(now: datetime, **what_matters: object) -> Ticket:
    """Open a dossier that is grave from the start: twelve members touched."""
    usual = {"members_touched": 12, "amount_cents": 123_456, "organisation_text": "UL des Tilleuls"}
    return a_ticket(now, **{**usual, **what_matters})


def sent(ticket: Ticket, by: Viewer, *, now: datetime, words: Words = WORDS) -> Escalation:
    """Confirm an escalation as the agent's page does."""
    return confirm(ticket.id, Confirmation(words=words, confirmed=True), by=by, now=now)


def a_sent_escalation(now: datetime, agent: Viewer) -> Escalation:
    """Open a grave dossier at the agent's desk and escalate it."""
    a_desk("accueil", agent)
    return sent(a_grave_ticket(now), agent, now=now)


def reloaded(row: Escalation) -> Escalation:
    db.session.rollback()
    return db.session.get_one(Escalation, row.id, populate_existing=True)


def ticket_of(escalation: Escalation) -> Ticket:
    db.session.rollback()
    return db.session.get_one(Ticket, escalation.ticket_id, populate_existing=True)


def escalations() -> Sequence[Escalation]:
    return db.session.scalars(
        select(Escalation).order_by(Escalation.id).execution_options(populate_existing=True)
    ).all()


def steps() -> Sequence[EscalationStep]:
    return db.session.scalars(select(EscalationStep).order_by(EscalationStep.id)).all()


def copies() -> Sequence[EscalationCopy]:
    return db.session.scalars(select(EscalationCopy).order_by(EscalationCopy.id)).all()


def links() -> Sequence[EscalationLink]:
    query = select(EscalationLink).order_by(EscalationLink.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def events(ticket: Ticket) -> list[str]:
    """Return the kinds of the dossier's events, oldest first."""
    query = select(Entry.event).where(Entry.ticket_id == ticket.id, Entry.kind == EntryKind.EVENT)
    return [event["kind"] for event in db.session.scalars(query.order_by(Entry.id))]


def texts(ticket: Ticket, kind: EntryKind) -> list[str]:
    query = select(Entry.body).where(Entry.ticket_id == ticket.id, Entry.kind == kind).order_by(Entry.id)
    return list(db.session.scalars(query))


def mails(event: str) -> list[OutgoingMail]:
    """Return the mails of this feature made from one template."""
    return [mail for mail in outgoing() if mail.event == f"escalation/{event}"]


def ours() -> list[str]:
    """Return the templates of this feature's mails, oldest first."""
    return [
        mail.event.removeprefix("escalation/") for mail in outgoing() if mail.event.startswith("escalation/")
    ]


def signed_link_in(text: str) -> str:
    """Return the path of the signed link that a mail shows."""
    found = re.search(r"http://localhost(/saisine/[\w-]{43})", text)
    assert found, text
    return found[1]


def spaced(text: str) -> str:
    """Return the text with plain spaces, to compare words and not their spacing."""
    return text.replace("\xa0", " ").replace("\u202f", " ")
