"""The grounds of stored dossiers: facts read off the rows, limits off the settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from helpdesk.config import settings
from helpdesk.core.calendars import add_business_days
from helpdesk.core.clock import PARIS, local
from helpdesk.core.hours import Hours
from helpdesk.desks.queries import get_desk, hours_of
from helpdesk.escalation.grounds import queries
from helpdesk.escalation.grounds.rules import EscalationFacts, GroundFound, GroundLimits, grounds
from helpdesk.escalation.models import Escalation
from helpdesk.escalation.rules import PENDING, Ground, State
from helpdesk.tickets.clocks.rules import open_time_spent
from helpdesk.tickets.clocks.service import clocks_of
from helpdesk.tickets.facts.rules import Facts
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.promises.rules import ClockKind
from helpdesk.tickets.severity.rules import assess
from helpdesk.tickets.severity.service import facts_of, severity_limits


@dataclass(frozen=True, slots=True)
class Look:
    """Tell how a dossier stands before the confederal level: its case, every ground, its escalations.

    `past` are all of them, oldest first; `pending` is the one somebody still owes a word about.
    """

    case: EscalationFacts
    found: tuple[GroundFound, ...]
    past: tuple[Escalation, ...]
    pending: Escalation | None


def ground_limits() -> GroundLimits:
    """Return where the grounds begin in this installation."""
    chosen = settings()
    return GroundLimits(
        deadline_days=chosen.severity_deadline_days,
        vendor_wait=timedelta(hours=chosen.escalation_vendor_hours),
        house_grave=timedelta(hours=chosen.escalation_house_grave_hours),
        house_s3=timedelta(hours=chosen.escalation_house_s3_hours),
        reversal_target_days=chosen.escalation_reversal_days,
        refund_period=timedelta(weeks=chosen.escalation_refund_weeks),
        window_days=chosen.escalation_window_days,
    )


def look_at(tickets: Sequence[Ticket], *, now: datetime) -> Mapping[int, Look]:
    """Return how each dossier stands, by id; the statements grow with the desks, not the dossiers."""
    ids = [each.id for each in tickets]
    past = queries.escalations_of(ids)
    collected = queries.monthly_collections_of(tickets)
    noted = queries.vendor_noted_at(tickets)
    touched = queries.count_same_cause(
        since=same_cause_since(local(now).date()), at_least=severity_limits().same_cause_organisations
    )
    hours = {number: hours_of(get_desk(number)) for number in {each.desk_id for each in tickets}}
    looks = {}
    for ticket in tickets:
        facts = facts_of(ticket, monthly_collection_cents=collected.get(ticket.organisation_id or 0))
        case = EscalationFacts(
            severity=ticket.severity,
            facts=_spread(facts, touched.get(ticket.id, 0)),
            in_house=_in_house(ticket, hours[ticket.desk_id], now=now),
            vendor_noted_at=noted.get(ticket.id),
        )
        looks[ticket.id] = _look(case, past.get(ticket.id, []), hours[ticket.desk_id], now=now)
    return looks


def look_at_one(ticket: Ticket, *, now: datetime) -> Look:
    """Return how one dossier stands."""
    return look_at([ticket], now=now)[ticket.id]


def grounds_as_json(found: Sequence[GroundFound]) -> list[dict[str, Any]]:
    """Return grounds as a row keeps them."""
    return [
        {
            "ground": each.ground.value,
            "found": each.found,
            "limit": each.limit,
            "until": each.until.isoformat() if each.until else None,
        }
        for each in found
    ]


def ground_names(escalation: Escalation) -> frozenset[Ground]:
    """Return the grounds an escalation was made for."""
    return frozenset(Ground(each["ground"]) for each in escalation.grounds)


def same_cause_since(today: date) -> datetime:
    """Return since when dossiers are counted for one cause, on the day `today`."""
    first = add_business_days(today, -severity_limits().same_cause_days)
    return datetime.combine(first, time(), PARIS)


def _look(case: EscalationFacts, past: Sequence[Escalation], hours: Hours, *, now: datetime) -> Look:
    pending = next((each for each in past if each.state in PENDING), None)
    weighed = [ground_names(each) for each in past if each.state is not State.PROPOSED]
    whole = replace(
        case,
        tried=pending.tried if pending else "",
        untried_because=pending.untried_because if pending else "",
        is_pending=pending is not None,
        weighed=frozenset[Ground]().union(*weighed),
    )
    assessment = assess(whole.facts, limits=severity_limits(), today=local(now).date())
    found = grounds(whole, assessment, limits=ground_limits(), now=now, hours=hours)
    return Look(whole, found, tuple(past), pending)


def _in_house(ticket: Ticket, hours: Hours, *, now: datetime) -> timedelta:
    clock = clocks_of(ticket).get(ClockKind.RESOLUTION)
    return open_time_spent(clock, now=now, hours=hours) if clock else timedelta()


def _spread(facts: Facts, organisations: int) -> Facts:
    """Add what was counted to what an agent said; the larger number counts."""
    if organisations <= (facts.organisations_touched or 1):
        return facts
    return replace(facts, organisations_touched=organisations)
