"""What an agent does besides writing: moves, assigning, severity, facts, category, calls."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from helpdesk.core.errors import NotFound, Refused, Stale
from helpdesk.core.topics import Severity
from helpdesk.tickets.clocks.rules import ClockState, look
from helpdesk.tickets.clocks.service import clocks_of
from helpdesk.tickets.promises.rules import ClockKind
from helpdesk.tickets.rules import Action, Channel, EntryKind, EventKind, SeverityBy, Status
from helpdesk.tickets.work.assigning import assign
from helpdesk.tickets.work.calls import log_call, open_for_caller
from helpdesk.tickets.work.facts import known_of, learn
from helpdesk.tickets.work.filing import refile
from helpdesk.tickets.work.judging import change_severity
from helpdesk.tickets.work.moves import move
from helpdesk.tickets.work.rules import CallerOutcome, CallOutcome
from tests.builders import a_complaint, a_desk, a_rule, a_ticket, as_seen, lines_of, outgoing


def events_of(ticket) -> list[str]:
    return [line.event["kind"] for line in lines_of(ticket) if line.kind is EntryKind.EVENT]


def mails(event: str) -> list[str]:
    return sorted(mail.to_address for mail in outgoing() if mail.event == f"tickets/{event}")


def test_waiting_stops_the_clocks_and_resuming_gives_the_time_back(app, now, people):
    ticket = a_ticket(now)
    due = ticket.resolve_due_at
    move(as_seen(ticket, people.agent), Action.WAIT, now=now)
    later = now + timedelta(days=1)

    move(as_seen(ticket, people.agent), Action.RESUME, now=later)

    assert ticket.status is Status.OPEN
    assert ticket.resolve_due_at == due + timedelta(days=1)


def test_resolving_tells_the_member_and_reopening_starts_again(app, now, people):
    ticket = a_ticket(now)

    move(as_seen(ticket, people.agent), Action.RESOLVE, now=now)
    move(as_seen(ticket, people.agent), Action.REOPEN, now=now)

    assert mails("resolved") == ["melanie.membre@example.org"]
    assert (ticket.status, ticket.resolved_at) == (Status.OPEN, None)
    assert events_of(ticket)[-2:] == [EventKind.RESOLVED, EventKind.REOPENED]


def test_taking_twice_by_a_double_click_is_taking_once(app, now, people):
    ticket = a_ticket(now)
    seen = as_seen(ticket, people.agent)

    move(seen, Action.TAKE, now=now)
    move(seen, Action.TAKE, now=now)

    assert events_of(ticket).count(EventKind.TAKEN) == 1


def test_the_second_to_take_is_told_that_somebody_was_first(app, now, people):
    ticket = a_ticket(now)
    first, second = as_seen(ticket, people.agent), as_seen(ticket, people.colleague)

    move(first, Action.TAKE, now=now)
    with pytest.raises(Stale):
        move(second, Action.TAKE, now=now)

    assert ticket.assignee_id == people.agent.id


def test_a_colleague_who_is_given_a_dossier_is_told_by_mail(app, now, people):
    desk = a_desk("accueil", people.agent, people.colleague)
    ticket = a_ticket(now)

    assign(as_seen(ticket, people.agent), desk_id=desk.id, assignee_id=people.colleague.id, now=now)

    assert (ticket.assignee_id, ticket.status) == (people.colleague.id, Status.OPEN)
    assert mails("assigned") == [people.colleague.email]


def test_another_desk_keeps_the_time_passed_and_counts_in_its_own_hours(app, now, people):
    a_desk("accueil", people.agent, hours="lun-ven 09:00-18:00")
    mornings = a_desk("comptes", people.colleague, hours="lun-ven 09:00-12:00")
    ticket = a_ticket(now)

    assign(
        as_seen(ticket, people.agent), desk_id=mornings.id, assignee_id=None, now=now + timedelta(minutes=30)
    )

    assert (ticket.desk_id, ticket.status) == (mornings.id, Status.NEW)
    assert events_of(ticket)[-1] == EventKind.ROUTED
    assert mails("assigned") == [people.colleague.email]
    clock = clocks_of(ticket)[ClockKind.FIRST_ANSWER]
    assert clock.spent_open == timedelta(minutes=30)


def test_a_dossier_is_given_back_to_its_desk(app, now, people):
    desk = a_desk("accueil", people.agent, people.colleague)
    ticket = a_ticket(now)
    move(as_seen(ticket, people.agent), Action.TAKE, now=now)

    assign(as_seen(ticket, people.agent), desk_id=desk.id, assignee_id=None, now=now)

    assert ticket.assignee_id is None
    assert mails("assigned") == [people.colleague.email]


def test_nobody_is_given_a_dossier_of_a_desk_where_they_do_not_work(app, now, people):
    desk = a_desk("accueil", people.agent)
    a_desk("comptes", people.colleague)
    ticket = a_ticket(now)

    with pytest.raises(Refused, match="ne travaille pas"):
        assign(as_seen(ticket, people.agent), desk_id=desk.id, assignee_id=people.colleague.id, now=now)
    with pytest.raises(NotFound):
        assign(as_seen(ticket, people.agent), desk_id=desk.id, assignee_id=people.editor.id, now=now)


def test_raising_a_severity_is_free_and_brings_the_deadline_nearer(app, now, people):
    ticket = a_ticket(now)
    due = ticket.due_at

    change_severity(as_seen(ticket, people.agent), Severity.S1, reason="", now=now)

    assert (ticket.severity, ticket.severity_by) == (Severity.S1, SeverityBy.AGENT)
    assert ticket.due_at < due


def test_lowering_a_severity_takes_a_reason_that_stays(app, now, people):
    ticket = a_ticket(now)

    with pytest.raises(Refused, match="pourquoi"):
        change_severity(as_seen(ticket, people.agent), Severity.S4, reason="  ", now=now)
    change_severity(as_seen(ticket, people.agent), Severity.S4, reason="Simple question.", now=now)

    event = lines_of(ticket)[-1].event
    assert (event["was"], event["to"], event["reason"]) == ("S3", "S4", "Simple question.")


def test_a_confirmed_deadline_makes_it_critical(app, now, people):
    ticket = a_ticket(now, deadline_on=date(2026, 11, 19))
    known = known_of(ticket)

    learn(as_seen(ticket, people.agent), replace(known, deadline_confirmed=True), now=now)

    assert ticket.severity is Severity.S1
    assert events_of(ticket)[-2:] == [EventKind.FACTS_CHANGED, EventKind.SEVERITY_CHANGED]
    assert lines_of(ticket)[-2].event["names"] == ["deadline_confirmed"]


def test_facts_taken_back_bring_the_severity_back(app, now, people):
    ticket = a_ticket(now)
    learn(as_seen(ticket, people.agent), replace(known_of(ticket), cannot_collect=True), now=now)
    assert ticket.severity is Severity.S2

    learn(as_seen(ticket, people.agent), replace(known_of(ticket), cannot_collect=False), now=now)

    assert ticket.severity is Severity.S3
    assert known_of(ticket).cannot_collect is False


def test_the_same_facts_change_nothing(app, now, people):
    ticket = a_ticket(now)

    learn(as_seen(ticket, people.agent), known_of(ticket), now=now)

    assert ticket.version == 1


def test_the_attempt_at_level_one_is_kept(app, now, people):
    ticket = a_ticket(now)
    known = replace(known_of(ticket), vendor_reference="INC-42", vendor_contacted_on=date(2026, 11, 13))

    learn(as_seen(ticket, people.agent), known, now=now)

    assert (ticket.vendor_reference, ticket.vendor_contacted_on) == ("INC-42", date(2026, 11, 13))


def test_another_category_may_bring_it_to_another_desk(app, now, people):
    a_rule(a_desk("comptes", people.colleague), position=1, categories=["fonds"])
    a_rule(a_desk("accueil", people.agent), position=2)
    ticket = a_ticket(now)
    move(as_seen(ticket, people.agent), Action.TAKE, now=now)

    refile(as_seen(ticket, people.agent), "fonds", "bloque", reroute=True, now=now)

    assert (ticket.category, ticket.severity) == ("fonds", Severity.S2)
    assert ticket.desk_id == a_desk("comptes").id
    assert ticket.assignee_id is None
    assert ticket.routing["name"] == "Règle 1"


def test_another_category_may_leave_it_where_it_is(app, now, people):
    a_rule(a_desk("comptes", people.colleague), position=1, categories=["fonds"])
    a_rule(a_desk("accueil", people.agent), position=2)
    ticket = a_ticket(now)

    refile(as_seen(ticket, people.agent), "fonds", "", reroute=False, now=now)

    assert ticket.desk_id == a_desk("accueil").id


def test_a_call_that_reached_the_member_keeps_the_promise(app, now, people):
    ticket = a_ticket(now, callback_wanted=True)

    log_call(as_seen(ticket, people.agent), CallOutcome.REACHED, note="Tout va bien.", now=now)

    assert ticket.callback_done_at == now
    assert look(clocks_of(ticket)[ClockKind.CALLBACK], now=now) is ClockState.ENDED
    call = next(line for line in lines_of(ticket) if line.kind is EntryKind.CALL)
    assert (call.is_public, call.event, call.body) == (False, {"outcome": "reached"}, "Tout va bien.")


def test_a_call_without_answer_leaves_the_promise_open(app, now, people):
    ticket = a_ticket(now, callback_wanted=True)

    log_call(as_seen(ticket, people.agent), CallOutcome.NO_ANSWER, note="", now=now)

    assert ticket.callback_done_at is None
    assert ticket.callback_due_at == now + timedelta(hours=72)


def test_the_same_call_twice_is_one_but_another_outcome_is_another_call(app, now, people):
    ticket = a_ticket(now, callback_wanted=True)
    seen = as_seen(ticket, people.agent)

    log_call(seen, CallOutcome.NO_ANSWER, note="", now=now)
    log_call(seen, CallOutcome.NO_ANSWER, note="", now=now)
    with pytest.raises(Stale):
        log_call(seen, CallOutcome.REACHED, note="", now=now)

    assert [line.kind for line in lines_of(ticket)].count(EntryKind.CALL) == 1


def test_a_caller_answered_at_once_has_a_resolved_dossier(app, now, people):
    a_desk("accueil", people.agent)

    opened = open_for_caller(
        a_complaint(email=""), CallerOutcome.ANSWERED, answer="Expliqué.", now=now, by=people.agent
    )

    ticket = opened.ticket
    assert (ticket.status, ticket.channel) == (Status.RESOLVED, Channel.PHONE)
    assert ticket.assignee_id == people.agent.id
    assert [line.body for line in lines_of(ticket) if line.kind is EntryKind.CALL] == ["Expliqué."]


def test_a_caller_to_call_back_is_promised_it(app, now, people):
    a_desk("accueil", people.agent)

    opened = open_for_caller(a_complaint(), CallerOutcome.CALL_BACK, now=now, by=people.agent)

    assert opened.ticket.status is Status.NEW
    assert opened.ticket.callback_due_at == now + timedelta(hours=72)
