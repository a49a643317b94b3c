"""What a complaint left in the database."""

from sqlalchemy import func, select

from helpdesk.db import db
from helpdesk.tickets.models import Entry, Ticket


def the_ticket() -> Ticket:
    return db.session.scalars(select(Ticket)).one()


def the_body() -> str:
    return db.session.scalars(select(Entry.body).order_by(Entry.id)).first() or ""


def how_many() -> int:
    return db.session.scalar(select(func.count(Ticket.id))) or 0
