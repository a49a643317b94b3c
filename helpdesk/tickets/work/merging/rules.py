"""Whether two dossiers may become one, and what the one takes over. Values in, decision out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from helpdesk.tickets.rules import EventKind, Status


class Obstacle(StrEnum):
    """Name what keeps two dossiers apart."""

    SAME = "same"
    GONE = "gone"
    TARGET_GONE = "target_gone"
    ESCALATED = "escalated"
    OTHER_PERSON = "other_person"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: where it stands and who asks; mailbox and number are empty when they are not known.

    `is_escalated` is true once the confederal level was asked, or is about to be.
    """

    ticket_id: int
    status: Status
    is_merged: bool
    is_escalated: bool
    email: str
    phone: str


def obstacle(source: Side, target: Side) -> Obstacle | None:
    """Return why `source` may not go into `target`, None when it may."""
    if source.ticket_id == target.ticket_id:
        return Obstacle.SAME
    if source.is_merged:
        return Obstacle.GONE
    if target.is_merged:
        return Obstacle.TARGET_GONE
    if source.is_escalated or source.status is Status.ESCALATED:
        return Obstacle.ESCALATED
    return None if is_same_person(source, target) else Obstacle.OTHER_PERSON


def is_same_person(one: Side, other: Side) -> bool:
    """Tell whether one person asks in both: what one of them wrote will be read by the other.

    The mailbox decides; the telephone only when neither has one, since anybody may write down a number.
    Source: General Data Protection Regulation, 27 April 2016, article 9: being a union member is nobody
    else's business.
    """
    if one.email or other.email:
        return one.email == other.email
    return bool(one.phone) and one.phone == other.phone


def awaits_escalation(events: Sequence[str]) -> bool:
    """Tell from the events of a history, oldest first, whether somebody is yet to decide about an escalation."""
    about = [each for each in events if each in _PROPOSALS]
    return bool(about) and about[-1] != EventKind.ESCALATION_DISMISSED


_PROPOSALS = frozenset(
    {EventKind.ESCALATION_ASKED, EventKind.ESCALATION_PROPOSED, EventKind.ESCALATION_DISMISSED}
)


def facts_taken(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what one dossier learns of the other, by name: what it did not know, and the nearer deadline."""
    taken = {name: value for name, value in theirs.items() if value and not ours.get(name)}
    deadlines = [each["deadline_on"] for each in (ours, theirs) if each.get("deadline_on")]
    return taken | ({"deadline_on": min(deadlines)} if deadlines else {})
