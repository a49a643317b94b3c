"""Whether two dossiers may become one. Values in, decision out."""

from dataclasses import dataclass
from enum import StrEnum

from helpdesk.tickets.rules import Action, Status, next_status


class Obstacle(StrEnum):
    """Name what keeps two dossiers apart."""

    SAME = "same"
    GONE = "gone"
    TARGET_GONE = "target_gone"
    ESCALATED = "escalated"
    OTHER_PERSON = "other_person"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: where it stands and who asks; mailbox and number are empty when they are not known."""

    ticket_id: int
    status: Status
    is_merged: bool
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
    if next_status(source.status, Action.MERGE) is None:
        return Obstacle.ESCALATED
    return None if is_same_person(source, target) else Obstacle.OTHER_PERSON


def is_same_person(one: Side, other: Side) -> bool:
    """Tell whether one person asks in both: what one of them wrote will be read by the other.

    The mailbox decides when both have one; the telephone when one of them has none.
    Source: General Data Protection Regulation, 27 April 2016, article 9: being a union member is nobody
    else's business.
    """
    if one.email and other.email:
        return one.email == other.email
    return bool(one.phone) and one.phone == other.phone
