from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.tickets import rules
from helpdesk.tickets.rules import (
    Action,
    Status,
    allowed_actions,
    is_allowed_file,
    is_plausible_day,
    next_status,
)

REFUSED = None

# One row a status, one column an action: the whole machine at a glance.
COLUMNS = """
take assign reply reply_and_wait wait resume member_reply member_solved
resolve reopen escalate escalation_answer close merge
"""
MACHINE = """
new        open open open waiting waiting -    new  resolved resolved -    escalated -    - closed
open       open open open waiting waiting -    open resolved resolved -    escalated open - closed
waiting    waiting waiting open waiting - open open resolved resolved -    escalated open - closed
escalated  escalated escalated escalated - - - escalated resolved resolved - -   open - -
resolved   -    -    resolved - - -            open resolved -        open -         open closed closed
closed     -    -    -    -  - -               open -        -        open -         open - closed
"""
CELLS = [
    (status, action, cell)
    for status, *cells in (line.split() for line in MACHINE.strip().splitlines())
    for action, cell in zip(COLUMNS.split(), cells, strict=True)
]


@pytest.mark.parametrize(("status", "action", "expected"), CELLS)
def test_each_move_leads_where_the_table_says(status, action, expected):
    after = next_status(Status(status), Action(action))

    assert after == (REFUSED if expected == "-" else Status(expected))


def test_the_table_speaks_of_every_status_and_every_action():
    assert {status for status, _, _ in CELLS} == set(Status)
    assert {action for _, action, _ in CELLS} == set(Action)


@pytest.mark.parametrize("status", Status)
def test_only_allowed_actions_are_offered(status):
    offered = allowed_actions(status)

    assert offered == {action for action in Action if next_status(status, action)}


@pytest.mark.parametrize("status", Status)
def test_a_member_can_always_write(status):
    after = next_status(status, Action.MEMBER_REPLY)

    assert after in rules.ACTIVE


@given(st.lists(st.sampled_from(Action), max_size=30))
def test_whatever_happened_a_dossier_can_be_resolved_or_opened_again(actions):
    status = Status.NEW

    for action in actions:
        status = next_status(status, action) or status

    assert next_status(status, Action.RESOLVE) or next_status(status, Action.REOPEN)


def test_a_call_back_comes_within_the_72_hours_promised():
    assert timedelta(hours=72) == rules.CALLBACK_LIMIT


@pytest.mark.parametrize(
    "name", ["releve.pdf", "Capture.PNG", "impayes.camt.xml", " liste.csv ", "lettre.odt"]
)
def test_what_people_have_at_hand_may_be_attached(name):
    assert is_allowed_file(name)


@pytest.mark.parametrize(
    "name", ["", ".pdf", "pdf", "page.html", "logo.svg", "a.pdf.exe", "lot.zip", "macro.xlsm", "a.pdf."]
)
def test_programs_archives_and_nameless_files_may_not_be_attached(name):
    assert not is_allowed_file(name)


@pytest.mark.parametrize(
    ("day", "taken"),
    [
        (date(1, 1, 1), False),
        (date(2016, 11, 14), False),
        (date(2016, 11, 16), True),
        (date(2026, 11, 16), True),
        (date(2029, 11, 16), True),
        (date(9999, 12, 31), False),
    ],
)
def test_a_day_far_from_today_is_a_slip(day, taken):
    assert is_plausible_day(day, today=date(2026, 11, 16)) is taken
