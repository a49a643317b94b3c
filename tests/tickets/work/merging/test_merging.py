"""Making two dossiers one: what goes over, what goes on, and what keeps them apart."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from helpdesk.core.clock import local
from helpdesk.core.errors import NotFound, Refused, Stale
from helpdesk.core.topics import Severity
from helpdesk.db import db
from helpdesk.tickets.follow.queries import get_link
from helpdesk.tickets.follow.service import member_reply
from helpdesk.tickets.history import record
from helpdesk.tickets.models import Entry
from helpdesk.tickets.rules import Action, EventKind, Status
from helpdesk.tickets.work.merging.service import merge, take_apart
from helpdesk.tickets.work.moves import move
from helpdesk.tickets.work.replies import Draft, send
from tests.builders import a_ticket, as_seen, last_mail, outgoing, texts_of
from tests.tickets.forms import link_in


def test_the_history_goes_over_and_the_member_is_told(app, now, people, two):
    source, target = two

    merge(as_seen(source, people.agent), target.reference, now=now)

    assert texts_of(target) == ["J’ai été prélevée deux fois le 5 novembre.", "Je vous relance."]
    assert texts_of(source) == []
    assert (source.status, source.merged_into_id, source.due_at) == (Status.CLOSED, target.id, None)
    told = last_mail("tickets/merged")
    assert get_link(link_in(told.text).rpartition("/")[2], now=now)[1] == target.reference
    assert told.to_address == target.requester_email
    assert source.reference in told.text
    assert told.subject == f"[Dossier {target.reference}] Vos deux dossiers n’en font plus qu’un"


def test_nothing_is_copied_and_nothing_is_lost(app, now, people, two):
    source, target = two
    before = db.session.scalar(select(func.count(Entry.id)))

    merge(as_seen(source, people.agent), target.reference, now=now)

    # One line on each side says what was done.
    assert db.session.scalar(select(func.count(Entry.id))) == before + 2


def test_what_is_open_is_not_lost_in_a_dossier_that_was_done(app, now, people, two):
    source, target = two
    move(as_seen(target, people.agent), Action.RESOLVE, now=now)

    merge(as_seen(source, people.agent), target.reference, now=now)

    assert target.status is Status.OPEN
    assert target.due_at is not None


@pytest.mark.parametrize("status", [Status.NEW, Status.OPEN])
def test_who_waits_for_us_does_not_wait_for_themselves(app, now, people, two, status):
    source, target = two
    if status is Status.OPEN:
        move(as_seen(source, people.agent), Action.TAKE, now=now)
    move(as_seen(target, people.agent), Action.WAIT, now=now)

    merge(as_seen(source, people.agent), target.reference, now=now)

    assert (target.status, target.paused_at) == (Status.OPEN, None)
    assert target.due_at is not None


def test_the_worse_severity_and_the_nearer_deadline_hold(app, now, people, two):
    _source, target = two
    grave = a_ticket(now, members_touched=500, amount_cents=900_000, deadline_on=local(now).date())

    merge(as_seen(grave, people.agent), target.reference, now=now)

    assert target.severity is grave.severity
    assert target.severity < Severity.S3
    assert (target.members_touched, target.deadline_on) == (500, grave.deadline_on)


@pytest.mark.parametrize("kind", [EventKind.ESCALATION_ASKED, EventKind.ESCALATION_PROPOSED])
def test_what_somebody_is_yet_to_decide_about_is_not_buried(app, now, people, two, kind):
    source, target = two
    record(source, kind, now=now)
    db.session.commit()

    with pytest.raises(Refused, match="administration confédérale"):
        merge(as_seen(source, people.agent), target.reference, now=now)


def test_what_arrives_for_the_one_is_written_into_the_other(app, now, people, two):
    source, target = two
    merge(as_seen(source, people.agent), target.reference, now=now)

    member_reply(source.id, "Arrivé entre-temps", now=now)

    assert "Arrivé entre-temps" in texts_of(target)
    assert source.status is Status.CLOSED


def test_nobody_works_in_a_dossier_whose_history_is_elsewhere(app, now, people, two):
    source, target = two
    merge(as_seen(source, people.agent), target.reference, now=now)

    with pytest.raises(Refused, match="réuni à un autre"):
        send(as_seen(source, people.agent), Draft(body="Bonjour"), now=now)


def test_a_second_click_finds_it_done(app, now, people, two):
    source, target = two
    seen = as_seen(source, people.agent)

    merge(seen, target.reference, now=now)
    again = merge(seen, target.reference, now=now)

    assert again.id == target.id
    assert len([mail for mail in outgoing() if mail.event == "tickets/merged"]) == 1


def test_what_changed_meanwhile_is_read_first(app, now, people, two):
    source, target = two
    seen = replace(as_seen(source, people.agent), version=source.version - 1)

    with pytest.raises(Stale):
        merge(seen, target.reference, now=now)


@pytest.mark.parametrize("reference", ["", "ZZZ-ZZZ", "n’importe quoi"])
def test_an_unknown_reference_is_refused(app, now, people, two, reference):
    with pytest.raises(Refused, match="Aucun dossier"):
        merge(as_seen(two[0], people.agent), reference, now=now)


def test_the_dossier_of_another_person_is_refused(app, now, people, two):
    stranger = a_ticket(now, email="autre@example.org")

    with pytest.raises(Refused, match="pas de la même personne"):
        merge(as_seen(two[0], people.agent), stranger.reference, now=now)


def test_who_may_not_see_a_dossier_neither_merges_into_it_nor_takes_it_apart(app, now, people, two):
    source, _target = two
    discreet = a_ticket(now, confidential=True)

    with pytest.raises(Refused, match="Aucun dossier"):
        merge(as_seen(source, people.colleague), discreet.reference, now=now)

    merge(as_seen(source, people.supervisor), discreet.reference, now=now)
    with pytest.raises(NotFound):
        take_apart(as_seen(source, people.colleague), now=now)
