"""Who sees what, how lists are ordered, and cursors that survive an address."""

from datetime import UTC, datetime

import pytest

from helpdesk.tickets.work.rules import (
    Cursor,
    Order,
    Reach,
    View,
    capped,
    order_of,
    read_cursor,
    write_cursor,
)

ME, COLLEAGUE, STRANGER = 1, 2, 3
OUR_DESK, OTHER_DESK = 10, 20
REACH = Reach(answers_for=frozenset({ME, COLLEAGUE}), desk_ids=frozenset({OUR_DESK}))


@pytest.mark.parametrize(
    ("confidential", "desk_id", "assignee_id", "seen"),
    [
        (False, OTHER_DESK, STRANGER, True),
        (False, OTHER_DESK, None, True),
        (True, OUR_DESK, STRANGER, True),
        (True, OTHER_DESK, ME, True),
        (True, OTHER_DESK, COLLEAGUE, True),
        (True, OTHER_DESK, STRANGER, False),
        (True, OTHER_DESK, None, False),
    ],
)
def test_a_confidential_dossier_is_seen_by_those_who_answer_for_it(confidential, desk_id, assignee_id, seen):
    assert REACH.sees(confidential=confidential, desk_id=desk_id, assignee_id=assignee_id) is seen


def test_a_supervisor_sees_every_dossier():
    supervisor = Reach(answers_for=frozenset({ME}), supervises=True)

    assert supervisor.sees(confidential=True, desk_id=OTHER_DESK, assignee_id=STRANGER)


@pytest.mark.parametrize(
    ("view", "order"),
    [
        (View.TO_DO, Order.DUE),
        (View.MINE, Order.DUE),
        (View.WAITING, Order.WAITING_LONGEST),
        (View.ESCALATED, Order.WAITING_LONGEST),
        (View.RESOLVED, Order.LAST_CHANGED),
        (View.ALL, Order.NEWEST),
    ],
)
def test_each_list_has_its_order(view, order):
    assert order_of(view) is order


@pytest.mark.parametrize(
    "at", [None, datetime(2026, 11, 16, 10, 0, 0, 7, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)]
)
def test_a_cursor_is_read_as_it_was_written(at):
    assert read_cursor(write_cursor(Cursor(42, at))) == Cursor(42, at)


@pytest.mark.parametrize("text", ["", "x", "-1", "1.2-3", "1e5", "٣", "1" * 19, "1.000000-", " 1"])
def test_anything_else_is_no_cursor(text):
    assert read_cursor(text) is None


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (99, "99"), (100, "99+")])
def test_counts_are_capped(count, shown):
    assert capped(count) == shown


def test_lists_begin_with_ones_own_desks_but_for_who_supervises():
    me = frozenset({ME})

    assert Reach(answers_for=me, desk_ids=frozenset({OUR_DESK})).begins_at_own_desks
    assert not Reach(answers_for=me, desk_ids=frozenset({OUR_DESK}), supervises=True).begins_at_own_desks
    assert not Reach(answers_for=me).begins_at_own_desks, "every list would be empty"
