"""Lists: what each holds, page after page, for those who may see it."""

from datetime import timedelta

import pytest

from helpdesk.core.topics import Severity
from helpdesk.db import db
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Action, Status
from helpdesk.tickets.work.duty import Duty, duty_of
from helpdesk.tickets.work.lists.lines import cursor_after
from helpdesk.tickets.work.lists.queries import (
    EVERY_DESK,
    Wanted,
    count_views,
    find_reference,
    list_dossiers,
)
from helpdesk.tickets.work.moves import move
from helpdesk.tickets.work.rules import COUNT_CAP, View, read_cursor
from tests.builders import a_desk, a_rule, a_ticket, an_organisation, as_seen
from tests.statements import counted_statements


@pytest.fixture
def desks(people) -> None:
    """Two desks: the agent answers at `accueil`, the colleague at `comptes`."""
    a_rule(a_desk("comptes", people.colleague), position=1, categories=["fonds"])
    a_rule(a_desk("accueil", people.agent), position=2)


def seen_by(viewer, now, view: View = View.TO_DO, *, limit: int = 100, **filters) -> list[str]:
    duty = duty_of(viewer, now=now)
    rows = list_dossiers(Wanted(view=view, **filters), duty.reach, duty.moment, limit=limit)
    return [row.reference for row in rows]


def pages_of(duty: Duty, view: View, size: int) -> list[list[str]]:
    pages, after = [], None
    while True:
        rows = list_dossiers(Wanted(view=view, after=after), duty.reach, duty.moment, limit=size + 1)
        pages.append([row.reference for row in rows[:size]])
        if len(rows) <= size:
            return pages
        after = read_cursor(cursor_after(rows[size - 1], view))


def test_what_is_to_do_is_free_at_my_desks_or_mine(app, now, people, desks):
    free = a_ticket(now)
    elsewhere = a_ticket(now, category="fonds", subcategory="")
    mine = a_ticket(now)
    theirs = a_ticket(now)
    move(as_seen(mine, people.agent), Action.TAKE, now=now)
    move(as_seen(theirs, people.supervisor), Action.TAKE, now=now)

    assert set(seen_by(people.agent, now)) == {free.reference, mine.reference}
    assert set(seen_by(people.agent, now, desk_id=elsewhere.desk_id)) == {elsewhere.reference}
    assert len(seen_by(people.agent, now, desk_id=EVERY_DESK)) == 4


def test_who_works_at_no_desk_finds_every_desk(app, now, people, desks):
    a_ticket(now)
    a_ticket(now, category="fonds", subcategory="")

    assert len(seen_by(people.supervisor, now)) == 2


def test_what_is_due_first_comes_first_and_what_is_never_due_last(app, now, people, desks):
    tickets = [a_ticket(now - timedelta(minutes=10 * number)) for number in range(5)]
    for ticket in tickets[:2]:
        ticket.due_at = None
    db.session.commit()
    by_due = [ticket.reference for ticket in reversed(tickets[2:])]
    undated = [ticket.reference for ticket in tickets[:2]]

    assert seen_by(people.agent, now) == by_due + undated


@pytest.mark.parametrize("view", [View.TO_DO, View.ALL, View.WAITING, View.RESOLVED])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_give_every_dossier_once(app, now, people, desks, view, size):
    statuses = {View.WAITING: Status.WAITING, View.RESOLVED: Status.RESOLVED}
    for number in range(7):
        # Two share each instant, so that the id must tell them apart.
        ticket = a_ticket(now - timedelta(minutes=number // 2))
        ticket.status = statuses.get(view, ticket.status)
        ticket.resolved_at = ticket.updated_at
        if number % 3 == 0:
            ticket.due_at = None
        db.session.commit()
    duty = duty_of(people.agent, now=now)

    pages = pages_of(duty, view, size)

    everything = [reference for page in pages for reference in page]
    assert everything == seen_by(people.agent, now, view)
    assert len(set(everything)) == 7
    assert all(len(page) == size for page in pages[:-1])


def test_late_and_soon_due_dossiers_stand_in_one_list(app, now, people, desks):
    late = a_ticket(now - timedelta(days=3))
    soon = a_ticket(now, members_touched=12)
    a_ticket(now)

    assert seen_by(people.agent, now, View.DUE_SOON) == [late.reference, soon.reference]


def test_each_status_has_its_list(app, now, people, desks):
    waiting, resolved, old = a_ticket(now), a_ticket(now), a_ticket(now)
    move(as_seen(waiting, people.agent), Action.WAIT, now=now)
    move(as_seen(resolved, people.agent), Action.RESOLVE, now=now)
    move(as_seen(old, people.agent), Action.RESOLVE, now=now - timedelta(days=8))

    assert seen_by(people.agent, now, View.WAITING) == [waiting.reference]
    assert seen_by(people.colleague, now, View.RESOLVED) == [resolved.reference]
    assert seen_by(people.agent, now, View.TO_DO) == []


def test_a_confidential_dossier_is_hidden_from_other_desks(app, now, people, desks):
    ticket = a_ticket(now, confidential=True)
    everywhere = {"view": View.ALL, "desk_id": EVERY_DESK}

    assert seen_by(people.agent, now, **everywhere) == [ticket.reference]
    assert seen_by(people.supervisor, now, **everywhere) == [ticket.reference]
    assert seen_by(people.colleague, now, **everywhere) == []
    assert find_reference(ticket.reference, duty_of(people.colleague, now=now).reach) is None
    assert find_reference(ticket.reference, duty_of(people.agent, now=now).reach) == ticket.reference


@pytest.mark.parametrize(
    "text",
    [
        "melanie",
        "MÉLANIE membre",
        "membre mel",
        "melanie.membre@example.org",
        "deux prelevements",
        "tilleuls",
    ],
)
def test_a_dossier_is_found_by_name_mail_subject_or_organisation(app, now, people, desks, text):
    ticket = a_ticket(now, organisation_text="UL des Tilleuls")
    a_ticket(now, name="Karim Haddad", email="karim@example.org", subject="Autre chose")

    assert seen_by(people.agent, now, View.ALL, text=text) == [ticket.reference]


@pytest.mark.parametrize("text", ["%", "_", "100%", "/", "\\", "'", '"', "zzz", "a/b"])
def test_signs_of_the_database_mean_themselves(app, now, people, desks, text):
    a_ticket(now)

    assert seen_by(people.agent, now, View.ALL, text=text) == []


def test_filters_narrow_a_list(app, now, people, desks):
    grave = a_ticket(now, members_touched=12)
    union = an_organisation(now, "UL des Tilleuls")
    known = a_ticket(now, organisation_id=union.id)
    fonds = a_ticket(now, category="fonds", subcategory="")

    assert seen_by(people.agent, now, severity=Severity.S2) == [grave.reference]
    assert seen_by(people.agent, now, organisation="tilleuls UL") == [known.reference]
    assert seen_by(people.agent, now, View.ALL, category="fonds") == [fonds.reference]


def test_counts_agree_with_the_lists_and_cost_one_statement(app, now, people, desks):
    for number in range(3):
        ticket = a_ticket(now, confidential=number == 0)
        if number == 2:
            move(as_seen(ticket, people.agent), Action.TAKE, now=now)
    a_ticket(now, category="fonds", subcategory="")
    duty = duty_of(people.agent, now=now)

    with counted_statements() as statements:
        counts = count_views(duty.reach, duty.moment)

    assert len(statements) == 1
    assert counts == {view: len(seen_by(people.agent, now, view)) for view in counts}
    assert (counts[View.TO_DO], counts[View.MINE], counts[View.UNASSIGNED]) == (3, 1, 2)


def test_a_count_stops_above_its_cap(app, now, people, desks):
    ticket = a_ticket(now)
    row = {column.name: getattr(ticket, column.name) for column in Ticket.__table__.columns}
    more = [
        {**row, "id": number, "reference": f"X{number}", "submission_key": None}
        for number in range(1000, 1150)
    ]
    db.session.execute(Ticket.__table__.insert(), more)
    db.session.commit()
    duty = duty_of(people.agent, now=now)

    assert count_views(duty.reach, duty.moment)[View.TO_DO] == COUNT_CAP + 1


@pytest.mark.parametrize(
    "typed",
    [
        "0199001234",
        "01 99 00 12 34",
        "01.99.00.12.34",
        "+33 1 99 00 12 34",
        "0033199001234",
        "+33 (0)1 99 00 12 34",
    ],
)
def test_a_dossier_is_found_by_telephone_however_it_is_typed(app, now, people, desks, typed):
    wanted = a_ticket(now, email="", phone="+33199001234")
    a_ticket(now, email="", phone="+33199001235")

    assert seen_by(people.agent, now, View.ALL, text=typed) == [wanted.reference]


def test_a_telephone_number_costs_no_statement_more(app, now, people, desks):
    a_ticket(now, email="", phone="+33199001234")
    duty = duty_of(people.agent, now=now)

    with counted_statements() as statements:
        list_dossiers(Wanted(view=View.ALL, text="0199001234"), duty.reach, duty.moment, limit=25)

    assert len(statements) == 1
