"""What may leave: lanes that somebody stopped, mails a minute, notices that repeat themselves, minds that changed."""

from datetime import timedelta

import pytest

from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.outbox.bounce_rules import Cause
from helpdesk.outbox.delivery import deliver_due
from helpdesk.outbox.gates import list_pauses, pause, resume
from helpdesk.outbox.preferences.models import MailHabit, NoticeChoice
from helpdesk.outbox.preferences.rules import Digest, Timing
from helpdesk.outbox.rules import Lane, Reason, State
from helpdesk.outbox.suppression import suppress_by_hand, suppress_complaint
from tests.people import a_person

MINUTE = timedelta(minutes=1)
THREAD = "ticket:K7Q-482"


def deliver(now):
    return deliver_due(now=now, worker="w1")


def recipients(server):
    return [to for (to,), _ in server.taken]


def test_an_escalation_overtakes_what_waits(app, server, a_mail, now):
    for _ in range(20):
        a_mail(lane=Lane.BULK, to_address="liste@example.org", not_before=now - MINUTE)
    a_mail(lane=Lane.URGENT, to_address="administration@example.org")

    deliver(now)

    assert recipients(server)[0] == "administration@example.org"
    assert len(server.taken) == 21


@pytest.mark.parametrize(
    ("lane", "left"),
    [
        ("3-bulk", ["u@example.org", "n@example.org"]),
        ("2-normal", ["u@example.org", "b@example.org"]),
        ("all", []),
    ],
)
def test_a_stopped_lane_waits_and_the_others_go_on(app, server, a_mail, now, lane, left):
    a_mail(lane=Lane.URGENT, to_address="u@example.org")
    a_mail(lane=Lane.NORMAL, to_address="n@example.org")
    a_mail(lane=Lane.BULK, to_address="b@example.org")
    pause(lane, by="Solène", because="Serveur en panne", now=now)

    deliver(now)
    assert recipients(server) == left

    resume(lane)
    deliver(now)
    assert len(server.taken) == 3


def test_who_stops_a_lane_says_why(app, now):
    with pytest.raises(Refused):
        pause("all", by="Solène", because=" ", now=now)
    pause("all", by="Solène", because="Serveur\nen panne", now=now)
    pause("all", by="Marc", because="Encore", now=now)

    (stopped,) = list_pauses()
    assert (stopped.lane, stopped.paused_by, stopped.because) == ("all", "Marc", "Encore")


def test_no_more_mails_a_minute_than_the_server_bears_but_urgent_ones(app, setting, server, a_mail, now):
    setting(mail_per_minute=3)
    for _ in range(5):
        a_mail()
    a_mail(lane=Lane.URGENT, to_address="administration@example.org", not_before=now + MINUTE / 2)

    deliver(now)
    assert len(server.taken) == 3
    deliver(now + MINUTE / 2)
    assert recipients(server)[3:] == ["administration@example.org"]
    deliver(now + 2 * MINUTE)

    assert len(server.taken) == 6


def test_a_slow_domain_holds_nobody_else_back(app, setting, server, a_mail, now):
    setting(mail_per_minute_and_domain=2)
    for number in range(4):
        a_mail(to_address=f"{number}@lent.example", domain="lent.example")
    a_mail(to_address="vite@example.org", domain="example.org")

    deliver(now)

    assert recipients(server) == ["0@lent.example", "1@lent.example", "vite@example.org"]


def test_notices_that_say_the_same_become_one(app, server, a_mail, reload, now):
    agent = {
        "person_id": 7,
        "thread": THREAD,
        "to_address": "agathe@example.org",
        "event": "tickets/member_wrote",
        "subject": "[Dossier K7Q-482] L’adhérent a écrit",
        "text": "Le dossier vous attend.\n",
    }
    kept = a_mail(**agent)
    repeated = [a_mail(**agent) for _ in range(3)]
    others = [
        a_mail(**agent | {"text": "Le dossier vous attend, avant ce soir.\n"}),
        a_mail(**agent | {"event": "tickets/assigned"}),
        a_mail(**agent | {"thread": "ticket:B2C-345"}),
        a_mail(**agent | {"to_address": "come@example.org"}),
        a_mail(**agent | {"useless_after": now + MINUTE}),
        a_mail(**agent | {"person_id": None, "thread": "ticket:Z9Z-999"}),
        a_mail(**agent | {"person_id": None, "thread": "ticket:Z9Z-999"}),
    ]

    deliver(now)

    assert {reload(each).state for each in [kept, *others]} == {State.SENT}
    assert {(reload(each).state, reload(each).reason) for each in repeated} == {
        (State.DISCARDED, Reason.COLLAPSED)
    }


def test_an_address_is_left_alone_from_the_moment_it_is_known_to_be_dead(app, server, a_mail, reload, now):
    waiting, bulk = a_mail(), a_mail(lane=Lane.BULK)
    suppress_complaint("Jeanne@example.org", now=now)

    deliver(now)

    assert server.taken == []
    assert (reload(waiting).state, reload(waiting).reason) == (State.DEAD, Reason.SUPPRESSED)
    assert reload(bulk).state is State.DISCARDED


def test_a_person_may_be_left_alone_by_hand(app, server, a_mail, now):
    a_mail()

    row = suppress_by_hand("jeanne@example.org", by="Agathe", because="Demande par téléphone", now=now)
    deliver(now)

    assert (row.cause, server.taken) == (Cause.BY_HAND, [])


@pytest.fixture
def choose(app, now):
    """Let a person choose about notices; return who it is."""
    person = a_person("Agathe Choisit", now=now)

    def put(event, timing, scope=""):
        db.session.add(NoticeChoice(person_id=person.id, scope=scope, event=event, timing=timing))
        db.session.commit()
        return person.id

    return put


@pytest.mark.parametrize(
    ("timing", "state", "reason"),
    [
        (Timing.OFF, State.DISCARDED, Reason.UNWANTED),
        (Timing.DIGEST, State.HELD, None),
        (Timing.AT_ONCE, State.SENT, None),
    ],
)
def test_what_a_person_chose_meanwhile_holds(server, choose, a_mail, reload, now, timing, state, reason):
    event = "tickets/member_wrote"
    mail_id = a_mail(event=event, person_id=choose(event, timing))

    deliver(now)

    assert (reload(mail_id).state, reload(mail_id).reason) == (state, reason)


def test_a_choice_for_one_desk_leaves_the_others_alone(server, choose, a_mail, reload, now):
    event = "tickets/new_dossier"
    person_id = choose(event, Timing.OFF, "desk:3")
    here = a_mail(event=event, person_id=person_id, scope="desk:3")
    there = a_mail(event=event, person_id=person_id, scope="desk:4")

    deliver(now)

    assert reload(here).state is State.DISCARDED
    assert reload(there).state is State.SENT


@pytest.mark.parametrize("event", ["escalation/unconfirmed", "accounts/account_changed"])
def test_what_must_be_known_is_sent_whatever_was_chosen(server, choose, a_mail, reload, now, event):
    mail_id = a_mail(event=event, person_id=choose(event, Timing.OFF))

    deliver(now)

    assert reload(mail_id).state is State.SENT


def test_who_wants_links_only_gets_no_content(app, server, a_mail, now):
    person = a_person("Discrète", now=now)
    habit = MailHabit(person_id=person.id, link_only=True, digest=Digest.DAILY, weekday=0, hour=8)
    db.session.add(habit)
    db.session.commit()
    link = "http://localhost/bureau/dossiers/K7Q-482"
    a_mail(
        person_id=person.id,
        text=f"Le secret\n\n{link}\n\nhttp://localhost/piège",
        markdown=f"Le secret\n\n<{link}>\n\ninsert-0-insert",
        inserts=["<http://localhost/piège>"],
    )

    deliver(now)

    content = server.taken[0][1].decode().replace("=\r\n", "")
    assert "secret" not in content
    assert "pi=C3=A8ge" not in content
    assert content.count(link) == 3
