"""A resolved dossier stays open to a plain answer for two weeks, then it is closed."""

from datetime import timedelta

from helpdesk.db import transactional
from helpdesk.tickets.closing import close_due
from helpdesk.tickets.progress import apply
from helpdesk.tickets.queries import lock_ticket
from helpdesk.tickets.rules import CLOSE_AFTER, Action, Status
from tests.builders import a_ticket, lines_of


@transactional
def resolve(ticket_id: int, *, now, by) -> None:
    ticket = lock_ticket(ticket_id)
    apply(ticket, Action.TAKE, now=now, by=by)
    apply(ticket, Action.RESOLVE, now=now, by=by)


def test_a_resolved_dossier_is_closed_once_after_two_weeks(app, people, now):
    ticket = a_ticket(now)
    resolve(ticket.id, now=now, by=people.agent)

    assert close_due(now=now + CLOSE_AFTER - timedelta(minutes=1)) == 0
    assert close_due(now=now + CLOSE_AFTER) == 1
    assert close_due(now=now + CLOSE_AFTER) == 0

    assert lines_of(ticket)[-1].event["kind"] == "closed"
    assert lock_status(ticket.id) is Status.CLOSED


def test_an_open_dossier_is_never_closed_by_time(app, now):
    ticket = a_ticket(now)

    assert close_due(now=now + timedelta(days=400)) == 0
    assert lock_status(ticket.id) is Status.NEW


@transactional
def lock_status(ticket_id: int) -> Status:
    return lock_ticket(ticket_id).status
