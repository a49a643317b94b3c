"""What tests of the agents’ pages share."""

import re

from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.tickets.models import Ticket
from tests.builders import a_ticket


def opened(**what_matters) -> Ticket:
    return a_ticket(clock.now(), **what_matters)


def fields_of(page: str) -> dict[str, str]:
    """Return what every form on the page carries about the state it was made for."""
    return {name: re.search(rf'name="{name}" value="(\d+)"', page)[1] for name in ("version", "seen")}


def refreshed(ticket: Ticket) -> Ticket:
    db.session.rollback()
    return db.session.get_one(Ticket, ticket.id, populate_existing=True)
