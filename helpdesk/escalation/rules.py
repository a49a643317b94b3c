"""The words an escalation is described with, and the moves its state allows.

Its grounds and its reminders have rules of their own in the sub-packages of those names.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Ground(StrEnum):
    """Name an objective ground for escalating; the limits quote each rule."""

    E1 = "E1"
    E2 = "E2"
    E3 = "E3"
    E4 = "E4"
    E5 = "E5"
    E6 = "E6"
    E7 = "E7"
    E8 = "E8"
    E9 = "E9"
    E10 = "E10"


class Origin(StrEnum):
    """Say who first thought of escalating."""

    SWEEP = "sweep"
    AGENT = "agent"
    MEMBER = "member"


class MemberGround(StrEnum):
    """Name why a member asks for it, in their own view."""

    PERSISTS = "persists"
    MONEY = "money"
    DEADLINE = "deadline"
    UNANSWERED = "unanswered"
    OTHER = "other"


class State(StrEnum):
    """Say where an escalation stands."""

    PROPOSED = "proposed"
    DISMISSED = "dismissed"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    IN_CHARGE = "in_charge"
    ANSWERED = "answered"
    REFUSED = "refused"


class Move(StrEnum):
    """Name a move on an escalation: an agent's first two, then the administrators' by signed link."""

    DISMISS = "dismiss"
    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    TAKE_CHARGE = "take_charge"
    ANSWER = "answer"
    REFUSE = "refuse"


PENDING = frozenset({State.PROPOSED, State.SENT, State.ACKNOWLEDGED, State.IN_CHARGE})
"""The states in which somebody still owes a word; a dossier has one such escalation at most."""

_MOVES: Mapping[State, Mapping[Move, State]] = MappingProxyType(
    {
        State.PROPOSED: {Move.DISMISS: State.DISMISSED, Move.SEND: State.SENT},
        State.DISMISSED: {},
        State.SENT: {
            Move.ACKNOWLEDGE: State.ACKNOWLEDGED,
            Move.TAKE_CHARGE: State.IN_CHARGE,
            Move.ANSWER: State.ANSWERED,
            Move.REFUSE: State.REFUSED,
        },
        # A link clicked twice, or by two administrators, is no mistake: the state simply stays.
        State.ACKNOWLEDGED: {
            Move.ACKNOWLEDGE: State.ACKNOWLEDGED,
            Move.TAKE_CHARGE: State.IN_CHARGE,
            Move.ANSWER: State.ANSWERED,
            Move.REFUSE: State.REFUSED,
        },
        State.IN_CHARGE: {
            Move.ACKNOWLEDGE: State.IN_CHARGE,
            Move.TAKE_CHARGE: State.IN_CHARGE,
            Move.ANSWER: State.ANSWERED,
            Move.REFUSE: State.REFUSED,
        },
        # The bank's word often comes in two pieces, and a refusal may be thought over.
        State.ANSWERED: {Move.ANSWER: State.ANSWERED},
        State.REFUSED: {Move.ANSWER: State.ANSWERED},
    }
)


SUMMARY_LENGTH = 2_000
ASK_LENGTH = 300
ASKS_AT_MOST = 6
TRIED_LENGTH = 4_000
MEMBER_REASON_LENGTH = 2_000
ANSWER_LENGTH = 10_000
"""Longest texts taken: some four pages for an answer, a few lines for the rest."""

ASK_DAYS_AHEAD = 366
"""How far ahead an answer may be asked for, in days: more is a slip of the keyboard."""


def next_state(state: State, move: Move) -> State | None:
    """Return the state after `move`, or None when an escalation in `state` does not allow it."""
    return _MOVES[state].get(move)
