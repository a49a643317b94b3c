"""How many statements the agents' pages cost, and that none grows with the data."""

import pytest
from flask.testing import FlaskClient

from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.organisations.models import Organisation, OrganisationContact
from helpdesk.organisations.rules import ContactFunction, Family, Kind
from helpdesk.tickets.work.replies import Draft, send
from tests.builders import a_desk, a_ticket, as_seen
from tests.people import signed_in
from tests.statements import counted_statements

SESSION = "sign_in_session"


@pytest.fixture
def at_work(client: FlaskClient, people) -> FlaskClient:
    a_desk("accueil", people.agent, people.colleague)
    return signed_in(client, people.agent)


def statements_of(client: FlaskClient, url: str) -> list[str]:
    """Return the statements of a page, the look-up of the session apart."""
    client.get(url)
    with counted_statements() as seen:
        assert client.get(url).status_code == 200
    return [statement for statement in seen if SESSION not in statement]


def an_organisation(contacts: int) -> Organisation:
    organisation = Organisation(
        code=f"o{contacts}",
        name="UL des Tilleuls",
        name_key="ul des tilleuls",
        kind=Kind.LOCAL_UNION,
        family=Family.UNION,
        created_at=clock.now(),
    )
    db.session.add(organisation)
    db.session.flush()
    for _ in range(contacts):
        db.session.add(
            OrganisationContact(organisation_id=organisation.id, function=ContactFunction.TREASURER)
        )
    db.session.commit()
    return organisation


def a_talk(people, *, messages: int, contacts: int):
    ticket = a_ticket(clock.now(), organisation_id=an_organisation(contacts).id)
    for number in range(messages):
        send(as_seen(ticket, people.agent), Draft(f"Message {number}."), now=clock.now())
    return ticket


@pytest.mark.parametrize(
    "view", ["", "?vue=echeance-proche", "?vue=mes-dossiers", "?vue=tous&q=membre&pole=accueil"]
)
def test_a_list_costs_four_statements_at_most_whatever_it_holds(at_work, view):
    for _ in range(3):
        a_ticket(clock.now())
    few = statements_of(at_work, f"/bureau/{view}")
    for _ in range(27):
        a_ticket(clock.now())

    many = statements_of(at_work, f"/bureau/{view}")

    assert len(few) <= 4, few
    assert len(many) == len(few)


def test_a_dossier_costs_eight_statements_at_most_whatever_it_holds(at_work, people):
    small = a_talk(people, messages=2, contacts=1)
    few = statements_of(at_work, f"/bureau/dossiers/{small.reference}")
    large = a_talk(people, messages=20, contacts=5)

    many = statements_of(at_work, f"/bureau/dossiers/{large.reference}")

    assert len(few) <= 8, few
    assert len(many) == len(few)
