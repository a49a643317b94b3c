"""Taking two dossiers apart that were made one: what comes back, and what stays."""

from datetime import timedelta

import pytest

from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.tickets.follow.queries import find_by_owner
from helpdesk.tickets.follow.service import member_reply
from helpdesk.tickets.rules import Action, Status
from helpdesk.tickets.work.merging.service import merge, take_apart
from helpdesk.tickets.work.moves import move
from tests.builders import a_desk, a_ticket, as_seen, texts_of


def test_taken_apart_each_has_its_own_again(app, now, people, two):
    source, target = two
    before = texts_of(source), texts_of(target)
    merge(as_seen(source, people.agent), target.reference, now=now)
    member_reply(target.id, "Écrit depuis", now=now)

    take_apart(as_seen(source, people.agent), now=now)

    assert texts_of(source) == before[0]
    assert texts_of(target) == [*before[1], "Écrit depuis"]
    assert (source.status, source.merged_into_id) == (Status.OPEN, None)
    assert source.due_at is not None


def test_a_resolved_dossier_stays_closed_when_taken_apart(app, now, people, two):
    source, target = two
    move(as_seen(source, people.agent), Action.RESOLVE, now=now)
    merge(as_seen(source, people.agent), target.reference, now=now)

    take_apart(as_seen(source, people.agent), now=now)

    assert source.status is Status.CLOSED


def test_discretion_once_asked_for_holds_for_the_whole(app, now, people, two):
    _source, target = two
    discreet = a_ticket(now, confidential=True, no_voicemail=True)

    merge(as_seen(discreet, people.supervisor), target.reference, now=now)
    both = target.confidential, target.no_voicemail
    take_apart(as_seen(discreet, people.supervisor), now=now)

    assert both == (True, True)
    assert discreet.confidential


def test_taken_apart_it_is_at_its_own_desk_again(app, now, people, two):
    source, target = two
    other = a_desk("autre")
    target.desk_id = other.id
    db.session.commit()
    own = source.desk_id

    merge(as_seen(source, people.supervisor), target.reference, now=now)
    there = source.desk_id
    take_apart(as_seen(source, people.supervisor), now=now)

    assert (there, source.desk_id) == (other.id, own)


@pytest.mark.parametrize("is_done", [False, True])
def test_a_call_back_that_is_owed_stays_owed_by_the_same_instant(app, now, people, two, is_done):
    _source, target = two
    if is_done:
        move(as_seen(target, people.agent), Action.RESOLVE, now=now)
    asked = a_ticket(now, phone="+33199000001", callback_wanted=True, callback_slot="le matin")
    due = asked.callback_due_at

    merge(as_seen(asked, people.agent), target.reference, now=now + timedelta(hours=30))
    there = target.callback_due_at, target.callback_slot, target.due_at <= due
    take_apart(as_seen(asked, people.agent), now=now + timedelta(hours=31))

    assert there == (due, "le matin", True)
    assert (asked.callback_due_at, target.callback_due_at, target.callback_wanted) == (due, None, False)


def test_one_by_one_they_become_one_and_come_apart_in_turn(app, now, people, two):
    source, middle = two
    last = a_ticket(now, subject="Le troisième")
    merge(as_seen(source, people.agent), middle.reference, now=now)
    merge(as_seen(middle, people.agent), last.reference, now=now)

    with pytest.raises(Refused, match="séparez-les"):
        take_apart(as_seen(source, people.agent), now=now)
    assert find_by_owner(source.reference, source.requester_email).id == last.id

    take_apart(as_seen(middle, people.agent), now=now)
    take_apart(as_seen(source, people.agent), now=now)
    assert "Je vous relance." in texts_of(source)
