"""« Mes courriels », and the digest that follows from it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk.accounts.models import Person
from helpdesk.db import db
from helpdesk.desks.mailing.digests import send_digests
from helpdesk.desks.mailing.queries import find_habit, list_choices
from helpdesk.outbox.delivery import deliver_due
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.preferences.rules import Digest, Timing
from helpdesk.outbox.rules import Lane, Reason, State
from tests.builders import a_desk
from tests.people import signed_in

PAGE = "/mon-compte/courriels"
HABIT = {"digest": "daily", "weekday": "2", "hour": "14"}
WROTE = "tickets/member_wrote"
DAY = timedelta(days=1)


@pytest.fixture
def held(people, now):
    """Put notices that wait for the agent's digest into the outbox."""
    count = iter(range(1_000))

    def put(subject="[Dossier K7Q-482] Nouveau message", thread="ticket:K7Q-482", at=now):
        mail = OutgoingMail(
            message_id=f"<{next(count)}@example.org>",
            lane=Lane.NORMAL,
            state=State.HELD,
            event=WROTE,
            to_address=people.agent.email,
            subject=subject,
            text="x",
            markdown="x",
            inserts=[],
            lang="fr",
            thread=thread,
            person_id=people.agent.id,
            created_at=at,
            not_before=at,
        )
        db.session.add(mail)
        db.session.commit()
        return mail.id

    return put


def digests():
    query = select(OutgoingMail).where(OutgoingMail.event == "desks/digest").order_by(OutgoingMail.id)
    return db.session.scalars(query).all()


@pytest.mark.parametrize(("who", "status"), [("agent", 200), ("supervisor", 200), ("treasurer", 404)])
def test_those_who_answer_dossiers_choose_from_their_account(client, people, who, status):
    signed_in(client, getattr(people, who))

    assert client.get(PAGE).status_code == status
    assert (PAGE in client.get("/mon-compte").text) is (status == 200)


def test_what_was_chosen_is_kept_and_shown(client, people):
    here = a_desk("accueil", people.agent)
    a_desk("banque", people.agent)
    signed_in(client, people.agent)

    answer = client.post(
        PAGE, data=HABIT | {f"{WROTE}@": "digest", f"{WROTE}@desk:{here.id}": "off", "link_only": "y"}
    )

    assert answer.status_code == 303
    assert list_choices(people.agent.id) == {
        ("", WROTE): Timing.DIGEST,
        (f"desk:{here.id}", WROTE): Timing.OFF,
    }
    habit = find_habit(people.agent.id)
    assert (habit.digest, habit.weekday, habit.hour, habit.link_only) == (Digest.DAILY, 2, 14, True)
    page = client.get(PAGE).text
    assert page.count('value="off" selected') == 1


def test_only_what_may_be_chosen_is_kept(client, people):
    other = a_desk("banque", people.colleague)
    signed_in(client, people.agent)

    client.post(
        PAGE,
        data=HABIT
        | {
            "escalation/unconfirmed@": "off",
            f"{WROTE}@desk:{other.id}": "off",
            f"{WROTE}@": "whenever",
            "accounts/sign_in_link@": "off",
        },
    )

    assert list_choices(people.agent.id) == {}


@pytest.mark.parametrize("wrong", [{"hour": "3"}, {"digest": "hourly"}, {"weekday": "9"}])
def test_a_rhythm_that_does_not_exist_is_refused(client, people, wrong):
    signed_in(client, people.agent)

    assert client.post(PAGE, data=HABIT | wrong).status_code == 422


def test_the_digest_gathers_what_waited_and_says_where_to_look(people, held, now):
    for _ in range(3):
        held()
    last = held("[Dossier B2C-345] Nouveau dossier", "ticket:B2C-345")

    assert send_digests(now=now + timedelta(hours=1)) == 0
    assert send_digests(now=now + DAY) == 1
    assert send_digests(now=now + DAY) == 0

    (mail,) = digests()
    assert (mail.to_address, mail.person_id, mail.subject) == (
        people.agent.email,
        None,
        "Votre récapitulatif",
    )
    assert "[Dossier K7Q-482] Nouveau message (3 fois)" in mail.text
    assert "http://localhost/bureau/dossiers/B2C-345" in mail.text
    db.session.expire_all()
    told = db.session.get(OutgoingMail, last)
    assert (told.state, told.reason, told.text) == (State.DISCARDED, Reason.DIGESTED, "")


def test_nothing_happened_nothing_is_sent(people, held, now):
    held()
    send_digests(now=now + DAY)

    assert [send_digests(now=now + number * DAY) for number in range(2, 9)] == [0] * 7

    assert len(digests()) == 1


def test_the_next_digest_waits_for_its_hour(people, held, now):
    held()
    send_digests(now=now + DAY)
    held(at=now + DAY)

    assert send_digests(now=now + DAY + timedelta(minutes=5)) == 0
    assert send_digests(now=now + 2 * DAY) == 1


def test_who_left_gets_none(people, held, now):
    mail_id = held()
    db.session.get(Person, people.agent.id).disabled_at = now
    db.session.commit()

    assert send_digests(now=now + DAY) == 0

    db.session.expire_all()
    assert digests() == []
    assert db.session.get(OutgoingMail, mail_id).state is State.DISCARDED


def test_the_digest_leaves_as_any_mail(people, held, now):
    held()
    send_digests(now=now + DAY)

    assert deliver_due(now=now + DAY, worker="w1") == 1

    (mail,) = digests()
    db.session.refresh(mail)
    assert mail.state is State.SENT
