"""Finding the desk: what supervisors change counts from the next dossier on."""

from datetime import timedelta

from helpdesk.db import db
from helpdesk.tickets.models import RoutingRule
from tests.builders import a_desk, a_rule, a_ticket


def test_a_change_of_a_rule_or_of_its_desk_counts_at_once(app, now):
    first, second = a_desk("accueil"), a_desk("prelevements")
    a_rule(first, position=1)
    a_rule(second, position=2)
    before = a_ticket(now)

    first.name = "Réception"
    db.session.commit()
    renamed = a_ticket(now)
    rule = db.session.query(RoutingRule).filter_by(desk_id=first.id).one()
    rule.conditions = {"categories": ["fonds"]}
    db.session.commit()
    narrowed = a_ticket(now)
    rule.conditions, first.closed_on = {}, (now - timedelta(days=1)).date()
    db.session.commit()
    closed = a_ticket(now)

    desks = [each.desk_id for each in (before, renamed, narrowed, closed)]
    assert desks == [first.id, first.id, second.id, second.id]
