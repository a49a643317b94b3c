"""A dossier that mails go into: its address to answer to, and what they left in it."""

from sqlalchemy import select

from helpdesk.db import db
from helpdesk.outbox.reply_tokens import keep_reply_token, reply_address
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import EntryKind
from tests.builders import lines_of


def token_of(ticket, address, now):
    thread = f"ticket:{ticket.reference}"
    keep_reply_token(thread, address, now=now)
    return reply_address(thread, address)


def fresh(ticket):
    return db.session.scalars(
        select(Ticket).where(Ticket.id == ticket.id).execution_options(populate_existing=True)
    ).one()


def messages(ticket, kind=EntryKind.MESSAGE):
    return [line for line in lines_of(ticket) if line.kind is kind]
