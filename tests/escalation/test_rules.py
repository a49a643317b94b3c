import pytest

from helpdesk.escalation.rules import PENDING, Ground, Move, State, next_state

REFUSED = None

COLUMNS = "dismiss send acknowledge take_charge answer refuse"
MACHINE = """
proposed      dismissed  sent  -             -          -         -
dismissed     -          -     -             -          -         -
sent          -          -     acknowledged  in_charge  answered  refused
acknowledged  -          -     acknowledged  in_charge  answered  refused
in_charge     -          -     in_charge     in_charge  answered  refused
answered      -          -     -             -          answered  -
refused       -          -     -             -          answered  -
"""
CELLS = [
    (state, move, cell)
    for state, *cells in (line.split() for line in MACHINE.strip().splitlines())
    for move, cell in zip(COLUMNS.split(), cells, strict=True)
]


@pytest.mark.parametrize(("state", "move", "expected"), CELLS)
def test_each_move_leads_where_the_table_says(state, move, expected):
    after = next_state(State(state), Move(move))

    assert after == (REFUSED if expected == "-" else State(expected))


def test_the_table_speaks_of_every_state_and_every_move():
    assert {state for state, _, _ in CELLS} == set(State)
    assert {move for _, move, _ in CELLS} == set(Move)


@pytest.mark.parametrize("state", State)
def test_whatever_waits_for_an_answer_may_be_refused(state):
    assert bool(next_state(state, Move.REFUSE) or state is State.PROPOSED) is (state in PENDING)


def test_there_are_ten_grounds():
    assert [ground.value for ground in Ground] == [f"E{number}" for number in range(1, 11)]
