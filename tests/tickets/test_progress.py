"""Moves on a dossier: status, clocks, version and history go together."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from helpdesk.core.errors import NotFound, Refused, Stale
from helpdesk.core.topics import Severity
from helpdesk.db import db, transactional
from helpdesk.tickets.clocks.rules import ClockState, look
from helpdesk.tickets.clocks.service import clocks_of
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.progress import apply, call_back_done, touch
from helpdesk.tickets.promises.rules import ClockKind
from helpdesk.tickets.queries import lock_ticket
from helpdesk.tickets.rules import Action, Status
from tests.builders import a_ticket


@transactional
def move(ticket: Ticket, action: Action, *, now: datetime, **values) -> Ticket:
    locked = lock_ticket(ticket.id)
    apply(locked, action, now=now, **values)
    return locked


def events_of(ticket: Ticket) -> list[tuple[str, bool]]:
    lines = db.session.scalars(select(Entry).where(Entry.ticket_id == ticket.id).order_by(Entry.id))
    return [(line.event["kind"], line.is_public) for line in lines if line.event]


def test_a_move_changes_status_version_and_history(app: Flask, now, people):
    ticket = a_ticket(now)

    move(ticket, Action.TAKE, now=now + timedelta(minutes=5), by=people.agent)

    assert (ticket.status, ticket.version) == (Status.OPEN, 2)
    assert ticket.assignee_id == people.agent.id
    assert ticket.updated_at == now + timedelta(minutes=5)
    assert ("taken", True) in events_of(ticket)


def test_an_impossible_move_is_refused_with_a_sentence_and_changes_nothing(app: Flask, now):
    ticket = a_ticket(now)

    with pytest.raises(Refused, match="pris en charge"):
        move(ticket, Action.REOPEN, now=now)

    assert db.session.get_one(Ticket, ticket.id, populate_existing=True).version == 1


def test_waiting_for_the_member_keeps_the_remaining_time(app: Flask, now):
    ticket = a_ticket(now)
    due = ticket.resolve_due_at

    move(ticket, Action.WAIT, now=now + timedelta(hours=1))
    paused = (ticket.due_at, ticket.resolve_due_at, ticket.paused_at)
    move(ticket, Action.MEMBER_REPLY, now=now + timedelta(days=1, hours=1))

    assert paused == (None, None, now + timedelta(hours=1))
    assert (ticket.status, ticket.paused_at) == (Status.OPEN, None)
    assert ticket.resolve_due_at == due + timedelta(days=1)
    assert events_of(ticket)[-2:] == [("waiting", True), ("resumed", False)]


def test_an_answer_ends_the_first_clock_and_leaves_the_second(app: Flask, now):
    ticket = a_ticket(now)

    move(ticket, Action.REPLY, now=now + timedelta(minutes=30))

    assert ticket.first_answered_at == now + timedelta(minutes=30)
    assert look(clocks_of(ticket)[ClockKind.FIRST_ANSWER], now=now) is ClockState.ENDED
    assert ticket.due_at == ticket.resolve_due_at


def test_who_writes_again_is_owed_an_answer(app: Flask, now):
    question = a_ticket(now, category="autre", subcategory="")
    assert question.severity is Severity.S4
    move(question, Action.REPLY, now=now)
    assert question.due_at is None

    move(question, Action.MEMBER_REPLY, now=now + timedelta(hours=2))

    assert question.due_at == now + timedelta(hours=74)
    assert question.first_answered_at == now


def test_a_resolved_dossier_owes_nothing_and_a_reopened_one_everything(app: Flask, now):
    ticket = a_ticket(now, callback_wanted=True)

    move(ticket, Action.RESOLVE, now=now + timedelta(hours=1))
    resolved = (ticket.due_at, ticket.resolved_at)
    move(ticket, Action.REOPEN, now=now + timedelta(days=1))

    assert resolved == (None, now + timedelta(hours=1))
    assert (ticket.status, ticket.resolved_at) == (Status.OPEN, None)
    assert ticket.first_answer_due_at == now + timedelta(days=2)
    assert ticket.callback_due_at is None or ticket.callback_due_at > now


def test_a_closed_dossier_opens_again_when_the_member_writes(app: Flask, now):
    ticket = a_ticket(now)
    move(ticket, Action.RESOLVE, now=now)
    move(ticket, Action.CLOSE, now=now + timedelta(days=14))
    assert ticket.closed_at == now + timedelta(days=14)

    move(ticket, Action.MEMBER_REPLY, now=now + timedelta(days=15))

    assert (ticket.status, ticket.closed_at) == (Status.OPEN, None)
    assert events_of(ticket)[-1] == ("reopened", True)


def test_the_clock_of_an_answer_counts_the_week_end_out(app: Flask):
    friday = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)

    ticket = a_ticket(friday)

    # One opening day from Friday at 17:00 in Paris: Monday at the same hour.
    assert ticket.first_answer_due_at == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def test_a_call_back_made_is_an_answer(app: Flask, now):
    ticket = a_ticket(now, category="autre", subcategory="", callback_wanted=True)

    @transactional
    def call() -> None:
        locked = lock_ticket(ticket.id)
        call_back_done(locked, now=now + timedelta(hours=1))
        touch(locked, now=now + timedelta(hours=1))

    call()

    assert (ticket.callback_done_at, ticket.due_at) == (now + timedelta(hours=1), None)
    assert ticket.first_answered_at == now + timedelta(hours=1)


def test_an_escalation_is_remembered(app: Flask, now):
    ticket = a_ticket(now)

    move(ticket, Action.ESCALATE, now=now)

    assert (ticket.status, ticket.escalated_at) == (Status.ESCALATED, now)


def test_a_change_made_on_an_older_version_is_stale(app: Flask, now):
    ticket = a_ticket(now)
    move(ticket, Action.TAKE, now=now)

    with pytest.raises(Stale):
        lock_ticket(ticket.id, version=1)
    with pytest.raises(NotFound):
        lock_ticket(ticket.id + 1)
