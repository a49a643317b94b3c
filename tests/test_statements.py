"""What each page may ask of the database, the look-up of the session apart, and that none grows with the data."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from helpdesk.db import db
from helpdesk.desks.models import Desk
from helpdesk.tickets import history
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import EntryKind
from tests.builders import a_desk, a_rule, a_ticket, an_organisation
from tests.faq.conftest import Shelf
from tests.people import Cast, a_person, signed_in
from tests.statements import counted_statements, without_session
from tests.tickets.forms import send

FEW, MANY = 3, 30

Visit = Callable[[FlaskClient, Ticket], TestResponse]


def article(client: FlaskClient, ticket: Ticket) -> TestResponse:
    return client.get("/faq/article-1")


def home(client: FlaskClient, ticket: Ticket) -> TestResponse:
    return client.get("/")


def agents_list(client: FlaskClient, ticket: Ticket) -> TestResponse:
    return client.get("/bureau/")


def dossier(client: FlaskClient, ticket: Ticket) -> TestResponse:
    return client.get(f"/bureau/dossiers/{ticket.reference}")


def submit(client: FlaskClient, ticket: Ticket) -> TestResponse:
    return send(client)


class Service:
    """A helpdesk that grows: articles, people, rules, organisations, dossiers, and the history of one of them."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.shelf = Shelf(now)
        self.desk: Desk = a_desk()
        self.long: Ticket = a_ticket(now)
        self.size = 0

    def grow(self, size: int) -> None:
        for number in range(self.size, size):
            self.shelf.put(f"article-{number}", helpful=number)
            a_desk(self.desk.slug, a_person(f"Aide {number}", now=self.now))
            a_rule(self.desk, position=number + 1, departments=[f"{number:02}"])
            a_ticket(self.now, organisation_id=an_organisation(self.now, f"Syndicat {number}").id)
            history.write(self.long, EntryKind.MESSAGE, f"Message {number}", now=self.now, public=True)
            # Each use case begins by ending what was begun before it.
            db.session.commit()
        self.size = size
        self.shelf.changed()


@pytest.fixture
def service(people: Cast, now: datetime) -> Service:
    service = Service(now)
    a_desk("accueil", people.agent)
    return service


def statements_of(visit: Visit, client: FlaskClient, ticket: Ticket) -> list[str]:
    """Return the statements of a page made anew, or of the same page kept, whichever are more."""
    client.application.extensions["pages"].clear()
    return max((_once(visit, client, ticket) for _ in range(2)), key=len)


def _once(visit: Visit, client: FlaskClient, ticket: Ticket) -> list[str]:
    db.session.rollback()
    with counted_statements() as seen:
        assert visit(client, ticket).status_code in {200, 302}
    return without_session(seen)


@pytest.mark.parametrize(
    ("visit", "by_agent", "at_most"),
    [(article, False, 1), (home, False, 2), (agents_list, True, 4), (dossier, True, 8), (submit, False, 8)],
)
def test_a_page_asks_little_however_much_there_is(
    client: FlaskClient, service: Service, people: Cast, visit: Visit, by_agent: bool, at_most: int
) -> None:
    visitor = signed_in(client, people.agent) if by_agent else client
    service.grow(FEW)
    few = statements_of(visit, visitor, service.long)
    service.grow(MANY)

    many = statements_of(visit, visitor, service.long)

    assert len(many) <= at_most, many
    assert len(many) == len(few), many
