"""A dossier resolved by one key is taken back for ten seconds, as if nothing had been; the mail waits as long."""

from datetime import UTC, datetime, timedelta

import pytest

from helpdesk.core import clock
from helpdesk.core.errors import Refused, Stale
from helpdesk.outbox.leases import Hold, settle_and_take, take_next
from helpdesk.outbox.rules import State
from helpdesk.tickets.follow.service import member_reply
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Action, EntryKind, EventKind, Status
from helpdesk.tickets.work.moves import move
from helpdesk.tickets.work.replies import Draft, Then, send
from helpdesk.tickets.work.rules import UNDO_FOR, may_take_back
from helpdesk.tickets.work.taking_back import take_back
from tests.builders import a_ticket, as_seen, lines_of, outgoing
from tests.tickets.work.desk_pages import fields_of, opened, refreshed

AT = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
PLAIN = {"kind": "resolved", "before": {"status": "new"}}


def row_of(ticket: Ticket) -> dict[str, object]:
    """Return every column of the dossier but its version, which never goes back."""
    refreshed(ticket)
    names = {column.name for column in Ticket.__table__.c} - {"version"}
    return {name: getattr(ticket, name) for name in names}


def events_of(ticket: Ticket) -> list[str]:
    return [line.event["kind"] for line in lines_of(ticket) if line.event]


def mails_resolved() -> list[str]:
    return [mail.to_address for mail in outgoing() if mail.event == "tickets/resolved"]


@pytest.mark.parametrize(
    ("last", "is_own", "after", "may"),
    [
        (PLAIN, True, timedelta(0), True),
        (PLAIN, True, UNDO_FOR - A_SECOND, True),
        (PLAIN, True, UNDO_FOR, False),
        (PLAIN, False, A_SECOND, False),
        ({"kind": "taken"}, True, A_SECOND, False),
        ({"outcome": "reached"}, True, A_SECOND, False),
        ({}, True, A_SECOND, False),
        # With an answer or by telephone the member was told at once.
        ({"kind": "resolved"}, True, A_SECOND, False),
    ],
)
def test_only_ones_own_resolution_is_taken_back_and_only_at_once(last, is_own, after, may):
    said = may_take_back(last, written_at=AT, is_own=is_own, now=AT + after)

    assert said is may


@pytest.mark.parametrize("first", [None, Action.TAKE, Action.WAIT])
def test_a_resolution_taken_back_leaves_the_dossier_exactly_as_it_was(app, now, people, first):
    ticket = a_ticket(now)
    if first:
        move(as_seen(ticket, people.agent), first, now=now + timedelta(minutes=5))
    before, lines = row_of(ticket), events_of(ticket)
    then = now + timedelta(hours=1)

    move(as_seen(ticket, people.agent), Action.RESOLVE, now=then)
    assert row_of(ticket) != before
    take_back(as_seen(ticket, people.agent), now=then + UNDO_FOR - A_SECOND)

    assert row_of(ticket) == before
    assert events_of(ticket) == [*lines, EventKind.RESOLUTION_UNDONE]
    assert not lines_of(ticket)[-1].is_public
    assert mails_resolved() == []


def test_the_mail_leaves_only_when_nobody_can_take_it_back(app, now, people):
    ticket = a_ticket(now)
    worker = Hold("a worker", timedelta(minutes=5))
    while mail := take_next(now=now, hold=worker):
        settle_and_take(mail, {"state": State.SENT}, hold=worker, now=now, takes_next=False)
    then = now + timedelta(hours=1)
    move(as_seen(ticket, people.agent), Action.RESOLVE, now=then)

    assert take_next(now=then + UNDO_FOR - A_SECOND, hold=worker) is None
    assert take_next(now=then + UNDO_FOR, hold=worker).event == "tickets/resolved"


def test_too_late_nothing_is_taken_back(app, now, people):
    ticket = a_ticket(now)
    move(as_seen(ticket, people.agent), Action.RESOLVE, now=now)

    with pytest.raises(Refused, match="trop tard"):
        take_back(as_seen(ticket, people.agent), now=now + UNDO_FOR)

    assert refreshed(ticket).status is Status.RESOLVED
    assert mails_resolved() == ["melanie.membre@example.org"]


def test_nobody_takes_a_colleagues_resolution_back(app, now, people):
    ticket = a_ticket(now)
    move(as_seen(ticket, people.agent), Action.RESOLVE, now=now)

    with pytest.raises(Refused, match="trop tard"):
        take_back(as_seen(ticket, people.colleague), now=now + A_SECOND)


def test_what_happened_since_is_never_taken_back(app, now, people):
    ticket = a_ticket(now)
    move(as_seen(ticket, people.agent), Action.RESOLVE, now=now)
    seen = as_seen(ticket, people.agent)
    send(as_seen(ticket, people.colleague), Draft("Un mot encore."), now=now + A_SECOND)

    with pytest.raises(Stale):
        take_back(seen, now=now + 2 * A_SECOND)


def test_a_second_click_takes_nothing_more_back(app, now, people):
    ticket = a_ticket(now)
    move(as_seen(ticket, people.agent), Action.RESOLVE, now=now)
    seen = as_seen(ticket, people.agent)

    for seconds in (1, 2):
        take_back(seen, now=now + timedelta(seconds=seconds))

    assert events_of(ticket)[-1] == EventKind.RESOLUTION_UNDONE
    assert EventKind.RESOLVED not in events_of(ticket)


def test_who_looks_at_a_page_of_before_sees_what_arrived_after_it_was_taken_back(at_work, people):
    ticket, now = opened(), clock.now()
    url = f"/bureau/dossiers/{ticket.reference}"
    move(as_seen(ticket, people.colleague), Action.RESOLVE, now=now)
    data = fields_of(at_work.get(url).text)
    take_back(as_seen(ticket, people.colleague), now=now + A_SECOND)
    member_reply(ticket.id, "Une nouvelle de Mélanie.", now=now + 2 * A_SECOND)

    answer = at_work.post(f"{url}/etat/take", data=data)

    assert answer.status_code == 409
    assert "Une nouvelle de Mélanie." in answer.text
    assert "Résolution annulée aussitôt · Côme Collegue" in answer.text.replace("\xa0", " ")


def test_a_dossier_without_mailbox_is_taken_back_too(app, now, people):
    ticket = a_ticket(now, email="", phone="+33199001234")
    move(as_seen(ticket, people.agent), Action.RESOLVE, now=now)

    take_back(as_seen(ticket, people.agent), now=now + A_SECOND)

    assert refreshed(ticket).status is Status.NEW


def test_the_page_of_a_dossier_just_resolved_offers_to_cancel(at_work):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"

    page = at_work.post(
        f"{url}/etat/resolve", data=fields_of(at_work.get(url).text), follow_redirects=True
    ).text
    assert "Dossier résolu." in page
    assert f'action="{url}/resolution/annuler"' in page
    back = at_work.post(f"{url}/resolution/annuler", data=fields_of(page), follow_redirects=True).text

    assert "le dossier est comme avant" in back
    assert "resolution/annuler" not in back
    assert refreshed(ticket).status is Status.NEW
    assert EventKind.RESOLVED not in {line.event["kind"] for line in lines_of(ticket) if line.event}


@pytest.mark.parametrize("kind", [EntryKind.REPLY, EntryKind.NOTE])
def test_nothing_is_offered_after_a_resolution_that_told_the_member_at_once(at_work, kind):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    data = {**fields_of(at_work.get(url).text), "body": "C’est réglé.", "kind": kind, "then": Then.RESOLVE}

    page = at_work.post(f"{url}/reponses", data=data, follow_redirects=True).text

    assert refreshed(ticket).status is Status.RESOLVED
    assert "resolution/annuler" not in page
