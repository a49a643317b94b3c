"""Supervisors edit the routing rules; a list without a last rule for everything is refused."""

import pytest
from sqlalchemy import select

from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.desks.models import Desk
from helpdesk.desks.service import DeskDetails, save_desk
from helpdesk.tickets.models import RoutingRule
from helpdesk.tickets.routing import editing
from helpdesk.tickets.routing.rules import Rule
from tests.people import signed_in


@pytest.fixture
def desk(app) -> Desk:
    return save_desk(DeskDetails(slug="accueil", name="Accueil"))


def a_rule(desk: Desk, name: str, **conditions) -> Rule:
    return editing.add_rule(Rule(id=0, position=0, name=name, desk_id=desk.id, **conditions))


def names() -> list[str]:
    return [rule.name for rule in editing.list_rules()]


def test_the_first_rule_must_take_everything(desk):
    with pytest.raises(Refused, match="accepter tous les dossiers"):
        a_rule(desk, "Mandats", categories=frozenset({"mandat"}))


def test_a_new_rule_stands_before_the_one_that_takes_everything(desk):
    a_rule(desk, "Tout")
    a_rule(desk, "Mandats", categories=frozenset({"mandat"}))
    a_rule(desk, "Impayés", categories=frozenset({"impaye"}))

    assert names() == ["Mandats", "Impayés", "Tout"]


def test_rules_move_but_the_last_stays_last(desk):
    everything = a_rule(desk, "Tout")
    first = a_rule(desk, "Mandats", categories=frozenset({"mandat"}))
    a_rule(desk, "Impayés", categories=frozenset({"impaye"}))

    editing.move_rule(first.id, up=False)
    with pytest.raises(Refused):
        editing.move_rule(everything.id, up=True)

    assert names() == ["Impayés", "Mandats", "Tout"]


def test_the_last_rule_cannot_be_removed(desk):
    everything = a_rule(desk, "Tout")

    with pytest.raises(Refused):
        editing.remove_rule(everything.id)

    assert names() == ["Tout"]


def test_a_supervisor_adds_tries_changes_and_removes_a_rule(client, people, desk):
    signed_in(client, people.supervisor)
    a_rule(desk, "Tout")
    typed = {
        "name": "Doublons",
        "desk_id": desk.id,
        "priority": "high",
        "confidential": "",
        "subcategories": ["prelevement/double-debit"],
    }

    added = client.post("/bureau/regles/nouvelle", data=typed)
    row = db.session.scalar(select(RoutingRule).where(RoutingRule.name == "Doublons"))
    tried = client.post(
        "/bureau/regles/essai",
        data={"category": "prelevement", "subcategory": "prelevement/double-debit", "language": "fr"},
    )
    changed = client.post(f"/bureau/regles/{row.id}", data={**typed, "name": "Débits doubles"})
    page = client.get("/bureau/regles/").text
    client.post(f"/bureau/regles/{row.id}/supprimer")

    assert (added.status_code, changed.status_code) == (302, 302)
    assert "« Doublons » l’envoie au pôle Accueil" in tried.text.replace("\xa0", " ")
    assert "Débits doubles" in page
    assert names() == ["Tout"]


def test_an_unknown_organisation_is_named_and_the_form_kept(client, people, desk):
    signed_in(client, people.supervisor)

    response = client.post(
        "/bureau/regles/nouvelle",
        data={
            "name": "X",
            "desk_id": desk.id,
            "priority": "normal",
            "confidential": "",
            "ancestors": "nulle-part",
        },
    )

    assert response.status_code == 422
    assert "Aucune organisation ne porte ce code" in response.text
    assert 'value="nulle-part"' in response.text


def test_a_rule_hidden_by_an_earlier_one_is_pointed_out(client, people, desk):
    signed_in(client, people.supervisor)
    a_rule(desk, "Tout")
    a_rule(desk, "Mandats", categories=frozenset({"mandat"}))
    a_rule(desk, "Mandats perdus", subcategories=frozenset({"mandat/mandat-perdu"}))

    assert "ne s’applique jamais" in client.get("/bureau/regles/").text


def test_a_second_rule_without_condition_is_refused_wherever_it_would_stand(desk):
    a_rule(desk, "Tout")
    mandates = a_rule(desk, "Mandats", categories=frozenset({"mandat"}))

    with pytest.raises(Refused, match="accepte déjà tous les dossiers"):
        a_rule(desk, "Encore tout")
    with pytest.raises(Refused, match="accepte déjà tous les dossiers"):
        editing.change_rule(Rule(id=mandates.id, position=1, name="Mandats", desk_id=desk.id))

    assert names() == ["Mandats", "Tout"]


def test_the_rule_that_takes_everything_may_be_renamed(desk):
    everything = a_rule(desk, "Tout")

    editing.change_rule(Rule(id=everything.id, position=1, name="Le reste", desk_id=desk.id))

    assert names() == ["Le reste"]


def test_removing_a_rule_asks_first_and_says_what_goes(client, people, desk):
    signed_in(client, people.supervisor)
    a_rule(desk, "Tout")
    mandates = a_rule(desk, "Mandats", categories=frozenset({"mandat"}))
    address = f"/bureau/regles/{mandates.id}/supprimer"

    listed, asked = client.get("/bureau/regles/").text, client.get(address).text

    assert f'href="{address}"' in listed
    assert f'action="{address}"' not in listed
    assert "Mandats" in asked
    assert names() == ["Mandats", "Tout"]
    client.post(address)
    assert names() == ["Tout"]
