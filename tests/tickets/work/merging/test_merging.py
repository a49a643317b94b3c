"""Making two dossiers one, and taking them apart again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from helpdesk.core.clock import local
from helpdesk.core.errors import NotFound, Refused, Stale
from helpdesk.core.topics import Severity
from helpdesk.db import db
from helpdesk.tickets.follow.queries import find_by_owner, get_link
from helpdesk.tickets.follow.service import member_reply
from helpdesk.tickets.history import record
from helpdesk.tickets.models import Attachment, Entry, Ticket
from helpdesk.tickets.rules import Action, EventKind, Status
from helpdesk.tickets.work.merging.service import merge, take_apart
from helpdesk.tickets.work.moves import move
from helpdesk.tickets.work.replies import Draft, send
from tests.builders import a_desk, a_ticket, as_seen, last_mail, lines_of, outgoing
from tests.people import signed_in
from tests.tickets.forms import a_file, link_in
from tests.tickets.forms import send as send_form

ANOTHER = "Encore le double prélèvement"


@pytest.fixture
def two(app, now):
    """Return two dossiers of one person, the newer one first."""
    first = a_ticket(now)
    return a_ticket(now + timedelta(hours=1), subject=ANOTHER, body="Je vous relance."), first


def bodies(ticket: Ticket) -> list[str]:
    return [line.body for line in lines_of(ticket) if line.body]


def last_event(ticket: Ticket) -> dict[str, object]:
    return next(line.event for line in reversed(lines_of(ticket)) if line.event)


def token_in(mail) -> str:
    return link_in(mail.text).rpartition("/")[2]


def test_the_history_goes_over_and_the_member_is_told(app, now, people, two):
    source, target = two

    merge(as_seen(source, people.agent), target.reference, now=now)

    assert bodies(target) == ["J’ai été prélevée deux fois le 5 novembre.", "Je vous relance."]
    assert bodies(source) == []
    assert (source.status, source.merged_into_id, source.due_at) == (Status.CLOSED, target.id, None)
    told = last_mail("tickets/merged")
    assert get_link(token_in(told), now=now)[1] == target.reference
    assert told.to_address == target.requester_email
    assert source.reference in told.text
    assert told.subject == f"[Dossier {target.reference}] Vos deux dossiers n’en font plus qu’un"


def test_nothing_is_copied_and_nothing_is_lost(app, now, people, two):
    source, target = two
    before = db.session.scalar(select(func.count(Entry.id)))

    merge(as_seen(source, people.agent), target.reference, now=now)

    # One line on each side says what was done.
    assert db.session.scalar(select(func.count(Entry.id))) == before + 2


def test_taken_apart_each_has_its_own_again(app, now, people, two):
    source, target = two
    before = bodies(source), bodies(target)
    merge(as_seen(source, people.agent), target.reference, now=now)
    member_reply(target.id, "Écrit depuis", now=now)

    take_apart(as_seen(source, people.agent), now=now)

    assert bodies(source) == before[0]
    assert bodies(target) == [*before[1], "Écrit depuis"]
    assert (source.status, source.merged_into_id) == (Status.OPEN, None)
    assert source.due_at is not None


def test_a_resolved_dossier_stays_closed_when_taken_apart(app, now, people, two):
    source, target = two
    move(as_seen(source, people.agent), Action.RESOLVE, now=now)
    merge(as_seen(source, people.agent), target.reference, now=now)

    take_apart(as_seen(source, people.agent), now=now)

    assert source.status is Status.CLOSED


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

    assert "Arrivé entre-temps" in bodies(target)
    assert source.status is Status.CLOSED


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
    assert "Je vous relance." in bodies(source)


def test_who_may_not_see_a_dossier_neither_merges_into_it_nor_takes_it_apart(app, now, people, two):
    source, _target = two
    discreet = a_ticket(now, confidential=True)

    with pytest.raises(Refused, match="Aucun dossier"):
        merge(as_seen(source, people.colleague), discreet.reference, now=now)

    merge(as_seen(source, people.supervisor), discreet.reference, now=now)
    with pytest.raises(NotFound):
        take_apart(as_seen(source, people.colleague), now=now)


def test_an_agent_merges_and_takes_apart_in_the_browser(client, now, people, two):
    source, target = two
    signed_in(client, people.agent)
    page = client.get(f"/bureau/dossiers/{source.reference}/reunir").text
    assert f"dans={target.reference}" in page

    done = client.post(
        f"/bureau/dossiers/{source.reference}/reunir",
        data={"into": target.reference.lower(), "version": source.version},
    )
    gone = client.get(f"/bureau/dossiers/{source.reference}").text

    assert done.location == f"/bureau/dossiers/{target.reference}"
    assert "Ce dossier est réuni à un autre" in gone
    assert f"Le dossier {source.reference} est réuni à celui-ci" in client.get(done.location).text

    apart = client.post(
        f"/bureau/dossiers/{source.reference}/separer",
        data={"version": db.session.get(Ticket, source.id).version},
    )
    assert "Je vous relance." in client.get(apart.location).text


def test_a_refusal_is_said_beside_what_was_typed(client, now, people, two):
    signed_in(client, people.agent)
    address = f"/bureau/dossiers/{two[0].reference}/reunir"

    response = client.post(address, data={"into": "QQQ-222", "version": two[0].version})

    assert response.status_code == 422
    assert "QQQ-222" in response.text
    assert client.post(address, data={"into": "", "version": 1}).status_code == 422


def test_who_typed_somebodys_address_reads_nothing_of_theirs(client, now, people, app):
    """Whoever fills in the form holds a link to what they wrote, and to nothing else, merged or not."""
    a_desk()
    send_form(client, subject="Le premier", body="Texte de la victime", files=[a_file()])
    target = db.session.scalars(select(Ticket)).one()
    attacker = app.test_client()
    send_form(attacker, subject="Moi aussi", body="Second texte", files=[a_file()])
    source = db.session.scalars(select(Ticket).order_by(Ticket.id.desc())).first()
    merge(as_seen(source, people.agent), target.reference, now=now)

    pages = [
        attacker.get(f"/suivi/dossier/{each.reference}", follow_redirects=True) for each in (source, target)
    ]
    files = [attacker.get(f"/dossiers/fichiers/{number}").status_code for number in (1, 2)]

    assert [page.status_code for page in pages] == [410, 404]
    assert all("Texte de la victime" not in page.text for page in pages)
    assert files == [404, 404]
    assert set(db.session.scalars(select(Attachment.ticket_id))) == {target.id}


def test_the_member_follows_the_other_dossier_by_the_link_in_their_mailbox(client, now, people, two):
    source, target = two
    merge(as_seen(source, people.agent), target.reference, now=now)

    client.get(link_in(last_mail("tickets/merged").text))
    page = client.get(f"/suivi/dossier/{source.reference}", follow_redirects=True)

    assert page.status_code == 200
    assert "Je vous relance." in page.text
    assert client.get("/suivi").text.count(source.reference) == 0
