from dataclasses import replace
from datetime import date, timedelta

import pytest

from helpdesk.db import db
from helpdesk.escalation.grounds.service import ground_limits, look_at_one
from helpdesk.escalation.rules import Ground
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.severity.service import severity_limits
from helpdesk.tickets.work.facts import known_of, learn
from tests.builders import a_desk, as_seen
from tests.escalation.cases import a_grave_ticket


def found(ticket, now):
    return {each.ground for each in look_at_one(db.session.get_one(Ticket, ticket.id), now=now).found}


def test_limits_are_those_of_the_settings(app):
    chosen = app.extensions["settings"]
    app.extensions["settings"] = chosen.model_copy(
        update={"escalation_vendor_hours": 3, "escalation_refund_weeks": 9, "severity_amount_euros": 7000}
    )

    assert ground_limits().vendor_wait == timedelta(hours=3)
    assert ground_limits().refund_period == timedelta(weeks=9)
    assert severity_limits().amount_cents == 700_000


def test_a_reference_with_the_complaint_counts_from_the_complaint(app, now, people):
    # Sixteen opening hours after Monday at 11 it is Tuesday at 18.
    ticket = a_grave_ticket(now, vendor_reference="A-1")

    assert Ground.E7 not in found(ticket, now + timedelta(hours=30))
    assert Ground.E7 in found(ticket, now + timedelta(hours=31))


def test_a_reference_an_agent_wrote_down_counts_from_then(app, now, people):
    a_desk("accueil", people.agent)
    ticket = a_grave_ticket(now)
    known = replace(known_of(ticket), vendor_reference="A-1")
    learn(as_seen(ticket, people.agent), known, now=now + timedelta(hours=24))

    assert Ground.E7 not in found(ticket, now + timedelta(hours=31))
    assert Ground.E7 in found(ticket, now + timedelta(hours=55))


def test_the_share_of_the_monthly_collection_is_known_from_the_organisation(app, now, people, organisations):
    organisations[0].monthly_collection_cents = 500_000
    db.session.commit()
    ticket = a_grave_ticket(now, organisation_id=organisations[0].id, amount_cents=100_000)

    assert Ground.E2 in found(ticket, now)


@pytest.mark.parametrize(("debit_on", "closes"), [(date(2026, 11, 11), True), (date(2026, 11, 16), False)])
def test_a_legal_window_about_to_close_is_a_ground(app, now, people, debit_on, closes):
    ticket = a_grave_ticket(now, debit_on=debit_on)

    assert (Ground.E10 in found(ticket, now)) is closes
