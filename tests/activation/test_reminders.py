"""Reminders: chosen and seen before they leave, one for an organisation in so many days, none needless."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk.activation.models import Reminder
from helpdesk.activation.reminders.queries import measure_reach
from helpdesk.activation.reminders.rules import MOST_AUTOMATIC, ReminderState
from helpdesk.activation.reminders.service import (
    EVERYWHERE,
    Choice,
    mail_reminders,
    remind_stuck,
    want_reminders,
)
from helpdesk.activation.standings import Standings, Wanted
from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.faq.journeys.rules import NOT_STARTED
from helpdesk.outbox.rules import Lane
from helpdesk.outbox.suppression import suppress_by_hand
from tests.activation.conftest import JOURNEY_OF_SCHOOLS, SLUG, a_school, did
from tests.builders import outgoing
from tests.people import signed_in

NOTHING_DONE = Wanted(place=NOT_STARTED)


def _choice(now, wanted=NOTHING_DONE, by: int | None = None) -> Choice:
    return Choice(Standings(SLUG, JOURNEY_OF_SCHOOLS, EVERYWHERE, now=now), wanted, by)


def _states() -> list[ReminderState]:
    return list(db.session.scalars(select(Reminder.state).order_by(Reminder.id)))


@pytest.fixture
def by_itself(app, settings):
    app.extensions["settings"] = settings.model_copy(update={"activation_reminds_by_itself": True})


def test_one_mail_leaves_for_each_organisation_at_the_step(journey, now):
    a_school("tilleuls")
    a_school("lavoir")
    did(a_school("avance"), "lien", at=now)

    assert want_reminders(_choice(now), now=now) == 2
    mail_reminders(now=now)

    mails = outgoing()
    assert sorted(each.to_address for each in mails) == ["lavoir@example.org", "tilleuls@example.org"]
    assert {each.lane for each in mails} == {Lane.BULK}
    assert _states() == [ReminderState.MAILED] * 2


def test_the_subject_is_neutral_and_the_private_link_opens_the_checklist(client, journey, now):
    school = a_school("tilleuls")
    want_reminders(_choice(clock.now()), now=clock.now())
    mail_reminders(now=clock.now())

    (mail,) = outgoing()
    assert mail.subject == "Une étape vous attend"
    assert "Coopérative" not in mail.text
    token = mail.text.split("/activation/lien/")[1].split()[0]
    assert client.get(f"/activation/lien/{token}").location == f"/activation/{SLUG}/{school.id}"


def test_an_organisation_is_reminded_once_in_fourteen_days(journey, now):
    a_school("tilleuls")

    assert want_reminders(_choice(now), now=now) == 1
    assert want_reminders(_choice(now), now=now) == 0
    soon, later = now + timedelta(days=13), now + timedelta(days=14)
    assert want_reminders(_choice(soon), now=soon) == 0
    assert want_reminders(_choice(later), now=later) == 1


def test_who_gets_no_mail_is_counted_apart(journey, now):
    a_school("tilleuls")
    a_school("sans-boite", role_mailbox="")
    a_school("arretee", role_mailbox="Arretee@example.org")
    suppress_by_hand("arretee@example.org", by="Solène Suivi", because="Adresse fermée.", now=now)
    a_school("relancee")
    want_reminders(_choice(now, Wanted(place=NOT_STARTED, text="relancee")), now=now)

    reach = measure_reach(_choice(now).standings, NOTHING_DONE, now=now)

    assert (reach.organisations, reach.reminded) == (4, 1)
    assert (reach.no_mailbox, reach.stopped, reach.recent) == (1, 1, 1)
    assert want_reminders(_choice(now), now=now) == 1


def test_mailboxes_are_counted_once_each_and_when_the_others_were_reminded_is_said(client, people, journey):
    now = clock.now()
    a_school("tilleuls", role_mailbox="Ecoles@example.org")
    a_school("lavoir", role_mailbox="ecoles@example.org")
    a_school("relancee")
    want_reminders(_choice(now, Wanted(place=NOT_STARTED, text="relancee")), now=now)

    reach = measure_reach(_choice(now).standings, NOTHING_DONE, now=now)
    page = signed_in(client, people.supervisor).get(
        f"/bureau/activations/{SLUG}/relances?etape={NOT_STARTED}"
    )

    text = page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert (reach.reminded, reach.mailboxes) == (2, 1)
    assert "1 boîte le reçoit" in text
    assert "Envoyer 2 relances" in text
    assert "1 a déjà été relancée il y a moins de 14 jours." in text


def test_who_moved_on_before_the_mail_is_written_gets_none(journey, now):
    school = a_school("tilleuls")
    want_reminders(_choice(now), now=now)
    did(school, "lien", at=now)

    mail_reminders(now=now)

    assert outgoing() == []
    assert _states() == [ReminderState.NEEDLESS]
    # What was not sent does not count against the next one.
    next_step = Wanted(place="banque")
    assert want_reminders(_choice(now, next_step), now=now) == 1


def test_a_supervisor_sees_the_mail_and_how_many_get_it_then_sends(client, people, journey, now):
    a_school("tilleuls")
    a_school("lavoir", department="38")
    browser = signed_in(client, people.supervisor)
    here = f"/bureau/activations/{SLUG}/relances?etape={NOT_STARTED}&departement=06"

    page = browser.get(here).text
    assert outgoing() == []
    sent = browser.post(here, follow_redirects=True).text
    mail_reminders(now=clock.now())

    assert "Une étape vous attend" in page
    assert "n’a encore fait aucune démarche" in page
    assert "1 boîte le reçoit" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Solène Suivi" in sent
    (mail,) = outgoing()
    assert mail.to_address == "tilleuls@example.org"
    shown = page.split('class="mail-text">')[1].split("</pre>")[0]
    assert shown.split("/activation/lien/")[0] == mail.text.split("/activation/lien/")[0]


def test_an_agent_does_not_send_reminders(client, people, journey):
    browser = signed_in(client, people.agent)

    assert browser.get(f"/bureau/activations/{SLUG}/relances").status_code == 404
    assert browser.post(f"/bureau/activations/{SLUG}/relances?etape={NOT_STARTED}").status_code == 404


def test_nothing_is_sent_without_a_step(client, people, journey):
    a_school("tilleuls")
    browser = signed_in(client, people.supervisor)

    browser.post(f"/bureau/activations/{SLUG}/relances")
    browser.post(f"/bureau/activations/{SLUG}/relances?etape=terminee")

    assert _states() == []


def test_the_clock_reminds_nobody_unless_it_is_told_to(journey, now):
    a_school("tilleuls")

    assert remind_stuck(now=now) == 0


def test_the_clock_reminds_those_who_are_stuck_three_times_for_one_step(journey, now, by_itself):
    a_school("tilleuls")
    did(a_school("avance"), "lien", at=now)

    sent = [remind_stuck(now=now + timedelta(days=14 * turn)) for turn in range(MOST_AUTOMATIC + 2)]

    assert sent[0] == 1
    tilleuls = select(Reminder.id).where(Reminder.place == NOT_STARTED)
    assert len(db.session.scalars(tilleuls).all()) == MOST_AUTOMATIC
    # The school that stopped after its first step is stuck too by the second turn.
    avance = select(Reminder.id).where(Reminder.place == "banque")
    assert len(db.session.scalars(avance).all()) == MOST_AUTOMATIC


def test_many_are_written_in_turns(journey, now):
    for number in range(60):
        a_school(f"ecole-{number}")

    want_reminders(_choice(now), now=now)

    assert mail_reminders(now=now) == 60
    assert len(outgoing()) == 60
