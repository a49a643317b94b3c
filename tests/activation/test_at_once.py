"""Two people, or two workers, at the same instant: nobody is reminded twice, no step is done twice."""

from sqlalchemy import select

from helpdesk.activation.models import StepEvent
from helpdesk.activation.reminders.service import EVERYWHERE, Choice, mail_reminders, want_reminders
from helpdesk.activation.service import Spot, do_step, undo_step
from helpdesk.activation.standings import Standings, Wanted
from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.faq.journeys.rules import NOT_STARTED
from tests.activation.conftest import JOURNEY_OF_SCHOOLS, OWN, SLUG, a_school, did
from tests.builders import outgoing
from tests.escalation.test_two_workers import at_once


def _want(now) -> int:
    standings = Standings(SLUG, JOURNEY_OF_SCHOOLS, EVERYWHERE, now=now)
    return want_reminders(Choice(standings, Wanted(place=NOT_STARTED)), now=now)


def test_two_who_send_at_once_remind_each_organisation_once(app, journey, now):
    for number in range(8):
        a_school(f"ecole-{number}")

    counts = at_once(app, lambda _: _want(now))

    assert sum(counts) == 8


def test_two_workers_write_each_mail_once(app, journey, now):
    for number in range(8):
        a_school(f"ecole-{number}")
    _want(now)

    at_once(app, lambda _: mail_reminders(now=now))

    assert len(outgoing()) == 8


def test_two_workers_write_one_mail_to_a_mailbox_of_several(app, journey, now):
    for number in range(60):
        a_school(f"ecole-{number}", role_mailbox=f"boite-{number % 2}@example.org")
    _want(now)

    at_once(app, lambda _: mail_reminders(now=now))

    assert sorted(each.to_address for each in outgoing()) == ["boite-0@example.org", "boite-1@example.org"]


def test_two_who_tick_at_once_leave_one_line(app, journey, now):
    spot = Spot(SLUG, a_school("tilleuls").id, "lien")

    assert sorted(at_once(app, lambda _: do_step(spot, OWN, now=now))) == [False, True]
    assert len(db.session.scalars(select(StepEvent)).all()) == 1


def test_a_step_is_not_taken_back_while_another_comes_to_rest_on_it(app, journey, now):
    school = a_school("tilleuls")
    did(school, "lien", at=now)
    link, bank = Spot(SLUG, school.id, "lien"), Spot(SLUG, school.id, "banque")

    def work(number):
        try:
            if number:
                return do_step(bank, OWN, now=now)
            return undo_step(link, OWN, now=now)
        except Refused:
            return False

    # Whoever comes second is refused: « banque » never stands without « lien ».
    assert sorted(at_once(app, work)) == [False, True]
