"""Making two dossiers one, and taking them apart again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from helpdesk.core.errors import NotFound, Refused, Stale
from helpdesk.db import db
from helpdesk.tickets.follow.queries import find_by_owner, get_link
from helpdesk.tickets.follow.service import member_reply
from helpdesk.tickets.models import Attachment, Entry, Ticket
from helpdesk.tickets.rules import Action, Status
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


def test_history_and_links_go_over_and_the_member_is_told(app, now, people, two):
    source, target = two
    token = token_in(last_mail("tickets/received"))

    merge(as_seen(source, people.agent), target.reference, now=now)

    assert bodies(target) == ["J’ai été prélevée deux fois le 5 novembre.", "Je vous relance."]
    assert bodies(source) == []
    assert (source.status, source.merged_into_id, source.due_at) == (Status.CLOSED, target.id, None)
    assert get_link(token, now=now)[1] == target.reference
    told = last_mail("tickets/merged")
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
    token = token_in(last_mail("tickets/received"))
    merge(as_seen(source, people.agent), target.reference, now=now)
    member_reply(target.id, "Écrit depuis", now=now)

    take_apart(as_seen(source, people.agent), now=now)

    assert bodies(source) == before[0]
    assert bodies(target) == [*before[1], "Écrit depuis"]
    assert (source.status, source.merged_into_id) == (Status.OPEN, None)
    assert source.due_at is not None
    assert get_link(token, now=now)[1] == source.reference


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


def test_what_was_missing_is_taken_over_and_given_back(app, now, people):
    target = a_ticket(now, email="", phone="+33199000001", name="")
    source = a_ticket(now, phone="+33199000001", confidential=True)

    merge(as_seen(source, people.supervisor), target.reference, now=now)
    taken = target.requester_name, target.requester_email, target.confidential
    take_apart(as_seen(source, people.supervisor), now=now)

    assert taken == ("Mélanie Membre", "melanie.membre@example.org", True)
    assert (target.requester_name, target.requester_email) == ("", "")
    # Whoever asked for discretion once keeps it.
    assert target.confidential


def test_a_call_back_that_is_owed_stays_owed_by_the_same_instant(app, now, people, two):
    _source, target = two
    asked = a_ticket(now, phone="+33199000001", callback_wanted=True, callback_slot="le matin")
    due = asked.callback_due_at

    merge(as_seen(asked, people.agent), target.reference, now=now + timedelta(hours=30))

    assert (target.callback_due_at, target.callback_slot) == (due, "le matin")
    assert target.due_at <= due


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


def test_who_may_not_see_a_dossier_cannot_take_it_apart(app, now, people, two):
    source, target = two
    merge(as_seen(source, people.agent), target.reference, now=now)

    with pytest.raises(NotFound):
        take_apart(replace(as_seen(source, people.agent), reference="ZZZ-ZZZ"), now=now)


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


def test_the_member_follows_the_other_dossier_by_the_link_they_have(client, now, people, app):
    a_desk()
    send_form(client, subject="Le premier", files=[a_file()])
    target = db.session.scalars(select(Ticket)).one()
    other = app.test_client()
    send_form(other, subject="Le second", body="Second texte", files=[a_file()])
    source = db.session.scalars(select(Ticket).order_by(Ticket.id.desc())).first()
    merge(as_seen(source, people.agent), target.reference, now=now)

    followed = other.get("/dossiers/recu")
    page = other.get(f"/suivi/dossier/{source.reference}", follow_redirects=True)

    assert followed.status_code == 200
    assert target.reference in page.text
    assert "Second texte" in page.text
    files = db.session.scalars(select(Attachment.ticket_id)).all()
    assert set(files) == {target.id}
