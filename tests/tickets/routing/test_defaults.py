"""What an installation begins with takes every dossier."""

import pytest
from sqlalchemy import select

from helpdesk.core.topics import TOPICS
from helpdesk.db import db
from helpdesk.desks.models import Desk
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.opening import open_ticket
from helpdesk.tickets.routing.defaults import DESKS, open_default_desks
from helpdesk.tickets.routing.editing import list_rules
from helpdesk.tickets.routing.rules import check_rules
from tests.builders import a_complaint, a_desk
from tests.people import signed_in


def desk_of(ticket: Ticket) -> str:
    return db.session.get_one(Desk, ticket.desk_id).slug


def test_the_first_rules_have_no_fault_and_the_last_one_takes_everything(app):
    made = open_default_desks()

    assert made == len(DESKS)
    assert check_rules(list_rules()) == ()
    assert list_rules()[-1].name == "Tout le reste"


@pytest.mark.parametrize("category", TOPICS)
def test_a_dossier_reaches_the_usual_desk_of_its_topic(app, now, category):
    open_default_desks()

    ticket = open_ticket(a_complaint(category=category, subcategory=""), now=now).ticket

    assert desk_of(ticket) == TOPICS[category].default_desk
    assert ticket.routing["name"]


def test_who_asks_for_discretion_reaches_the_members_desk(app, now):
    open_default_desks()

    ticket = open_ticket(a_complaint(confidential=True), now=now).ticket

    assert desk_of(ticket) == "adherents"


def test_nothing_is_added_where_there_is_a_desk(app):
    a_desk("ailleurs")

    assert open_default_desks() == 0
    assert list(db.session.scalars(select(Desk.slug))) == ["ailleurs"]


def test_supervisors_change_them_in_the_browser(client, people):
    open_default_desks()
    signed_in(client, people.supervisor)

    assert "Pôle prélèvements" in client.get("/bureau/poles/").text
    assert "Discrétion demandée" in client.get("/bureau/regles/").text
