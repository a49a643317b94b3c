"""Leaving the reminders of a journey by one click, taking that back, and one mail for a mailbox of several."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from helpdesk.activation.models import RemindedMailbox
from helpdesk.activation.reminders.queries import measure_reach
from helpdesk.activation.reminders.rules import KEPT_AFTER, ReminderState
from helpdesk.activation.reminders.service import (
    forget_mailboxes,
    leave_reminders,
    mail_reminders,
    want_reminders,
)
from helpdesk.activation.standings import Wanted
from helpdesk.core import clock
from helpdesk.db import db
from helpdesk.faq.journeys.rules import NOT_STARTED
from helpdesk.outbox.composing import compose
from helpdesk.worker.jobs import JOBS, Turn
from tests.activation.conftest import SLUG, _here, a_school, did, speaks_for
from tests.activation.test_reminders import NOTHING_DONE, _choice, _states
from tests.builders import outgoing
from tests.people import signed_in

LATER = timedelta(days=15)
"""After which an organisation may be reminded again."""


def remind(now) -> str:
    """Remind everybody who may be; return the path by which the mailbox of the last mail leaves."""
    want_reminders(_choice(now), now=now)
    mail_reminders(now=now)
    return re.sub(r"^https?://[^/]+", "", outgoing()[-1].leave_url)


def leave(now) -> None:
    leave_reminders(remind(now).rpartition("/")[2], now=now)


def left() -> list[bool]:
    db.session.expire_all()
    rows = db.session.scalars(select(RemindedMailbox).order_by(RemindedMailbox.id))
    return [row.left_at is not None for row in rows]


def text_of(page: Any) -> str:
    return page.text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_opening_the_link_changes_nothing_and_one_click_in_a_mail_program_leaves(app, client, school):
    app.config["WTF_CSRF_ENABLED"] = True
    path = remind(clock.now())
    (mail,) = outgoing()

    assert path in mail.text
    assert compose(mail)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Ne plus recevoir de relances ?" in text_of(client.get(path))
    assert left() == [False]

    sent = {"data": {"List-Unsubscribe": "One-Click"}, "headers": {"Origin": "https://a.example"}}
    assert client.post(path, **sent).status_code == 200
    assert left() == [True]
    assert "C’est noté" in client.post(path).text, "leaving twice is no error"
    assert "C’est noté" in client.get(path).text
    assert client.post(f"{path}x").status_code == 404


def test_who_left_is_not_reminded_again_and_is_counted_apart(client, people, school):
    now = clock.now()
    leave(now - LATER)

    assert want_reminders(_choice(now), now=now) == 0
    reach = measure_reach(_choice(now).standings, NOTHING_DONE, now=now)
    assert (reach.organisations, reach.reminded, reach.left) == (1, 0, 1)
    page = signed_in(client, people.supervisor).get(
        f"/bureau/activations/{SLUG}/relances?etape={NOT_STARTED}"
    )
    assert "1 ne veut plus de relances." in text_of(page)


def test_who_left_while_a_mail_waited_gets_none(school, now):
    path = remind(now - LATER)
    want_reminders(_choice(now), now=now)
    leave_reminders(path.rpartition("/")[2], now=now)

    mail_reminders(now=now)

    assert len(outgoing()) == 1
    assert _states() == [ReminderState.MAILED, ReminderState.NEEDLESS]


def test_the_desk_sees_who_left_in_the_list_the_file_and_at_the_organisation(client, people, school):
    leave(clock.now())
    a_school("lavoir")
    desk = signed_in(client, people.agent)

    listed = text_of(desk.get(f"/bureau/activations/{SLUG}"))

    assert listed.count("Plus de relances") == 1
    assert "Plus de relances" in text_of(desk.get(f"/bureau/activations/{SLUG}/organisations/{school.id}"))
    rows = desk.get(f"/bureau/activations/{SLUG}/export.csv").text
    assert rows.count(f"{clock.now():%Y-%m-%d}") == 2, "reminded and left on the same day"


def test_it_is_taken_back_from_the_checklist_by_its_own_people_only(client, people, school):
    leave(clock.now())
    speaks_for(people.treasurer, school)
    stranger, treasurer = client.application.test_client(), signed_in(client, people.treasurer)

    assert stranger.post(f"{_here(school)}/relances/reprendre").status_code == 404
    assert left() == [True]
    assert "Vous ne recevez plus de relances" in treasurer.get(_here(school)).text
    page = treasurer.post(f"{_here(school)}/relances/reprendre", follow_redirects=True)

    assert left() == [False]
    assert "les relances reprennent" in text_of(page)
    assert "Vous ne recevez plus de relances" not in page.text
    later = clock.now() + LATER
    assert want_reminders(_choice(later), now=later) == 1


def test_another_mailbox_of_the_organisation_is_reminded(school, now):
    leave(now - LATER)
    school.role_mailbox = "nouvelle@example.org"
    db.session.commit()

    assert want_reminders(_choice(now), now=now) == 1


def test_a_mailbox_of_several_gets_one_mail_that_names_each_with_its_own_link(client, journey, now):
    schools = [
        a_school("tilleuls", role_mailbox="Ecoles@example.org"),
        a_school("lavoir", role_mailbox="ecoles@example.org", town="Valmorin"),
    ]
    a_school("seule")

    remind(now)

    both, alone = sorted(outgoing(), key=lambda mail: "seule" in mail.to_address)
    assert len(outgoing()) == 2
    assert "Coopérative tilleuls · Saint-Elme" in both.text
    assert "Coopérative lavoir · Valmorin" in both.text
    assert "seule" not in both.text
    assert "Coopérative" not in alone.text
    opened = {
        client.get(f"/activation/lien/{token}").location
        for token in re.findall(r"/activation/lien/(\S+)", both.text)
    }
    assert opened <= {_here(each) for each in schools}
    assert _states() == [ReminderState.MAILED] * 3


def test_a_mailbox_of_several_is_told_of_every_step_once(journey, now):
    for code in ("tilleuls", "lavoir"):
        a_school(code, role_mailbox="ecoles@example.org")
    did(a_school("avance", role_mailbox="ecoles@example.org"), "lien", at=now)
    want_reminders(_choice(now), now=now)
    want_reminders(_choice(now, Wanted(place="banque")), now=now)

    mail_reminders(now=now)

    (mail,) = outgoing()
    told = re.findall("Étape (lien|banque)|Coopérative ([a-z]+)", text_of(mail))
    assert ["".join(each) for each in told] == ["lien", "lavoir", "tilleuls", "banque", "avance"]


def test_a_mailbox_is_forgotten_long_after_its_last_reminder(client, school, now):
    path = remind(now)
    again = now + KEPT_AFTER - timedelta(days=1)
    assert remind(again) == path
    (job,) = [each for each in JOBS if each.name == "reminded mailboxes"]

    job.run(Turn(now=now + KEPT_AFTER + timedelta(days=1), worker="w"))
    assert left() == [False]
    assert client.get(path).status_code == 200

    job.run(Turn(now=again + KEPT_AFTER + timedelta(days=1), worker="w"))
    assert left() == []
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("mailbox", ["", "nouvelle@example.org", None])
def test_the_link_of_a_late_reminder_works_whatever_became_of_the_organisation(client, school, now, mailbox):
    remind(now)
    again = now + KEPT_AFTER
    path = remind(again)
    if mailbox is None:
        db.session.delete(school)
    else:
        school.role_mailbox = mailbox
    db.session.commit()

    assert forget_mailboxes(now=again + timedelta(days=1)) == 0
    assert client.post(path).status_code == 200
    assert left() == [True]


def test_who_left_is_not_forgotten(school, now):
    leave(now)

    assert forget_mailboxes(now=now + 2 * KEPT_AFTER) == 0
    assert left() == [True]


def test_a_mailbox_that_was_forgotten_while_a_reminder_waited_gets_it(client, school, now):
    remind(now)
    much_later = now + 2 * KEPT_AFTER
    want_reminders(_choice(much_later), now=much_later)

    assert forget_mailboxes(now=much_later) == 1
    mail_reminders(now=much_later)

    assert _states() == [ReminderState.MAILED] * 2
    path = re.sub(r"^https?://[^/]+", "", outgoing()[-1].leave_url)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_mail_reads_well(journey, now, count):
    for number in range(count):
        a_school(f"ecole-{number}", role_mailbox="ecoles@example.org")

    remind(now)

    (mail,) = outgoing()
    assert "\n\n\n" not in mail.text
    assert ("plusieurs organisations" in mail.text) is (count > 1)
