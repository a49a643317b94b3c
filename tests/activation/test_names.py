"""Who did a step or wanted a reminder is named by their account alone: their name goes with it."""

from alembic import command
from sqlalchemy import select

from helpdesk.accounts.models import Person
from helpdesk.activation.models import Reminder, StepDone
from helpdesk.activation.reminders.service import want_reminders
from helpdesk.activation.rules import Via
from helpdesk.activation.service import By, Spot, do_step
from helpdesk.db import db
from helpdesk.places import find_folder
from tests.activation.conftest import SLUG, a_school
from tests.activation.test_reminders import _choice
from tests.people import signed_in


def test_the_name_of_who_did_a_step_goes_with_their_account(client, people, school):
    here = f"/bureau/activations/{SLUG}/organisations/{school.id}"
    signed_in(client, people.agent).post(f"{here}/lien", data={"act": "do", "reason": "Au téléphone"})
    browser = signed_in(client, people.supervisor)
    browser.post(f"/bureau/activations/{SLUG}/relances?etape=banque")
    assert people.agent.name in browser.get(here).text
    assert f"<td>{people.supervisor.name}</td>" in browser.get(f"/bureau/activations/{SLUG}/relances").text

    for who in (people.agent, people.treasurer):
        db.session.delete(db.session.get(Person, who.id))
    supervisor = db.session.get(Person, people.supervisor.id)
    supervisor.name = "Compte effacé"
    db.session.commit()

    assert people.agent.name not in browser.get(here).text
    assert "par un conseiller, pour l’organisation" in browser.get(here).text
    assert people.supervisor.name not in browser.get(f"/bureau/activations/{SLUG}/relances").text


def test_names_become_accounts_when_the_database_is_brought_up_to_date(app, people, school, now):
    by = By(Via.DESK, people.agent.id, "Au téléphone")
    do_step(Spot(SLUG, school.id, "lien"), by, now=now)
    a_school("lavoir")
    want_reminders(_choice(now, by=people.supervisor.id), now=now)
    a_school("valmorin")
    want_reminders(_choice(now), now=now)
    config = app.extensions["migrate"].migrate.get_config(str(find_folder("migrations")))
    db.session.remove()

    command.stamp(config, "head")
    command.downgrade(config, "0023")
    command.upgrade(config, "head")

    assert db.session.scalars(select(StepDone.person_id)).all() == [people.agent.id]
    wanted = db.session.execute(select(Reminder.person_id, Reminder.by_clock).order_by(Reminder.id)).all()
    assert [tuple(each) for each in wanted] == [(people.supervisor.id, False), (None, True)]
