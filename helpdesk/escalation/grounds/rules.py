"""On what grounds a dossier is laid before the confederal administration, and who must agree.

Grounds E1 to E4 and E6 are the causes of a severity, found by `tickets.severity.rules`; E5, E7, E8 and
E10 are found here. E9, a reject rate above three times the organisation's six-month mean, needs a history of
collections nobody hands us yet: it has its name and is never found.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from helpdesk.core.calendars import add_target_days, target_days_between
from helpdesk.core.hours import Hours, open_time_between
from helpdesk.core.topics import Severity
from helpdesk.escalation.rules import Ground
from helpdesk.tickets.facts.rules import Facts
from helpdesk.tickets.promises.rules import day_of
from helpdesk.tickets.severity.rules import Assessment, Cause, SeverityLimits, days_left

GRAVE = frozenset({Severity.S1, Severity.S2})
"""The severities that may be escalated."""


GROUND_OF: Mapping[Cause, Ground] = MappingProxyType(
    {
        Cause.DOUBLE_DEBIT_MEMBERS: Ground.E1,
        Cause.DOUBLE_DEBIT_NOT_REFUNDED: Ground.E1,
        Cause.AMOUNT: Ground.E2,
        Cause.AMOUNT_SHARE: Ground.E2,
        Cause.SEVERAL_ORGANISATIONS: Ground.E3,
        Cause.FUNDS_BLOCKED: Ground.E4,
        Cause.DATA_BREACH: Ground.E6,
        Cause.MANDATES_LOST: Ground.E6,
        Cause.WRONG_CREDITOR: Ground.E6,
    }
)
"""The causes of a severity that are also grounds.

A near deadline is not one of them: for the severity an agent must have confirmed it, as a ground it
is enough that somebody declared it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundLimits:
    """Set where the grounds found here begin; all are settings.

    Source: the helpdesk's own proposals, November 2026; persistence alone is given: « Si toutefois
    persistaient des dysfonctionnements graves, nous vous invitons à saisir l'Administration
    Confédérale » (Information aux organisations, CGT, 19 April 2018).
    """

    # E5 « payroll, travel or booking at risk: declared deadline within 5 business days »
    deadline_days: int = SeverityLimits().deadline_days
    # E7 « vendor reference or call date recorded and 16 business hours elapsed »
    vendor_wait: timedelta = timedelta(hours=16)
    # E8 « more than 24 business hours S2, more than 40 S3 »; an S1 is never given longer than an S2
    house_grave: timedelta = timedelta(hours=24)
    house_s3: timedelta = timedelta(hours=40)
    # E10 « reversal D+5 or 8 weeks ends in 2 days or less »
    reversal_target_days: int = 5
    refund_period: timedelta = timedelta(weeks=8)
    window_days: int = 2


class Step(StrEnum):
    """Name what the sweep does with the grounds it found.

    `propose` waits for an agent; `propose_loudly` tells the supervisors at the same time; `send`
    waits for nobody; `follow_up` joins the thread its incident already has; `raise_severity` only
    asks an agent to look at the severity again.
    """

    SEND = "send"
    PROPOSE_LOUDLY = "propose_loudly"
    PROPOSE = "propose"
    FOLLOW_UP = "follow_up"
    RAISE_SEVERITY = "raise_severity"


@dataclass(frozen=True, slots=True)
class GroundFound:
    """Tell one ground and the numbers behind it.

    Both numbers count what the ground speaks of: members, organisations, cents or per cent, days,
    and for E7 and E8 whole hours; `until` is the day a deadline or a legal window ends.
    """

    ground: Ground
    found: int | None = None
    limit: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationFacts:
    """Hold what the grounds and the guard look at.

    `in_house` is the open time spent on it, waits for the member taken out. `vendor_noted_at` is
    when the provider's reference was written down, for want of a day of contact. `weighed` are
    the grounds it was escalated for or a proposal was dismissed for: a dossier that came back is
    not escalated again for those.
    """

    severity: Severity
    facts: Facts
    in_house: timedelta = timedelta(0)
    vendor_noted_at: datetime | None = None
    tried: str = ""
    untried_because: str = ""
    confirmed: bool = False
    is_pending: bool = False
    incident_is_escalated: bool = False
    weighed: frozenset[Ground] = field(default_factory=frozenset)


def grounds(
    case: EscalationFacts, assessment: Assessment, *, limits: GroundLimits, now: datetime, hours: Hours
) -> tuple[GroundFound, ...]:
    """Return every ground that holds now, in the order of their numbers, one of each at most.

    `assessment` is that of `case.facts` on the same day; of two causes of one ground the first counts.
    """
    today = day_of(now, hours)
    found = [*_of_severity(assessment), *_deadline(case, limits, today), *_vendor(case, limits, now, hours)]
    found += [*_unresolved(case, limits), *_window(case.facts, limits, today)]
    order = list(Ground)
    first = {each.ground: each for each in reversed(found)}
    return tuple(sorted(first.values(), key=lambda each: order.index(each.ground)))


def next_step(
    case: EscalationFacts, found: Iterable[GroundFound]
) -> tuple[Step, tuple[GroundFound, ...]] | None:
    """Return what the sweep does and the new grounds it does it for; None when there is nothing to do.

    A breach, lost mandates or a wrong creditor's name are sent at once, whatever else goes on, unless
    an agent had a reason to lower the severity. A near deadline is told at once even where it is not
    grave yet: that takes an agent who verifies the date.
    """
    fresh = tuple(each for each in found if each.ground not in case.weighed)
    names = {each.ground for each in fresh}
    if Ground.E6 in names and case.severity in GRAVE:
        return Step.SEND, fresh
    if not fresh or case.is_pending:
        return None
    step = _step_for(case, names)
    return (step, fresh) if step else None


def _step_for(case: EscalationFacts, names: Collection[Ground]) -> Step | None:
    if case.incident_is_escalated and case.severity in GRAVE:
        return Step.FOLLOW_UP
    if Ground.E5 in names:
        return Step.PROPOSE_LOUDLY
    if case.severity in GRAVE:
        return Step.PROPOSE
    return Step.RAISE_SEVERITY if Ground.E8 in names else None


class Missing(StrEnum):
    """Name what still stands in the way of escalating."""

    SEVERITY = "severity"
    ATTEMPT = "attempt"
    CONFIRMATION = "confirmation"
    PENDING = "pending"
    SAME_INCIDENT = "same_incident"


def may_escalate(case: EscalationFacts, *, for_grounds: Collection[Ground] = ()) -> tuple[Missing, ...]:
    """Return what stands in the way of escalating; nothing when it may be sent.

    Source: the helpdesk's own proposals, November 2026: « escalation requires (a) severity S1 or S2,
    (b) level-1 attempt recorded or reason why impossible, (c) human confirmation (except E6), (d) one
    dossier per incident, not per ticket ». E6 goes at once, so that it cannot wait for (b) either.
    """
    at_once = Ground.E6 in for_grounds
    attempted = bool(case.tried.strip() or case.untried_because.strip())
    ways = {
        Missing.SEVERITY: case.severity not in GRAVE,
        Missing.ATTEMPT: not attempted and not at_once,
        Missing.CONFIRMATION: not case.confirmed and not at_once,
        Missing.PENDING: case.is_pending,
        Missing.SAME_INCIDENT: case.incident_is_escalated,
    }
    return tuple(missing for missing, stands in ways.items() if stands)


def _of_severity(assessment: Assessment) -> Iterable[GroundFound]:
    for reason in assessment.reasons:
        if reason.cause in GROUND_OF:
            yield GroundFound(GROUND_OF[reason.cause], reason.found, reason.limit)


def _deadline(case: EscalationFacts, limits: GroundLimits, today: date) -> Iterable[GroundFound]:
    until, left = case.facts.deadline_on, days_left(case.facts, today)
    # A day that is over cannot be saved any more by hurrying.
    if case.severity is Severity.S4 or until is None or left is None or until < today:
        return
    if left <= limits.deadline_days:
        yield GroundFound(Ground.E5, left, limits.deadline_days, until)


def _vendor(
    case: EscalationFacts, limits: GroundLimits, now: datetime, hours: Hours
) -> Iterable[GroundFound]:
    contacted = case.facts.vendor_contacted_on
    since = datetime.combine(contacted, time(), hours.zone) if contacted else case.vendor_noted_at
    if since is None:
        return
    waited = open_time_between(since, now, hours)
    if waited >= limits.vendor_wait:
        yield GroundFound(Ground.E7, whole_hours(waited), whole_hours(limits.vendor_wait))


def _unresolved(case: EscalationFacts, limits: GroundLimits) -> Iterable[GroundFound]:
    if case.severity is Severity.S4:
        return
    limit = limits.house_grave if case.severity in GRAVE else limits.house_s3
    if case.in_house > limit:
        yield GroundFound(Ground.E8, whole_hours(case.in_house), whole_hours(limit))


def _window(facts: Facts, limits: GroundLimits, today: date) -> Iterable[GroundFound]:
    for last in windows(facts, limits=limits):
        left = target_days_between(today, last)
        if today <= last and left <= limits.window_days:
            yield GroundFound(Ground.E10, left, limits.window_days, last)
            return


def windows(facts: Facts, *, limits: GroundLimits) -> tuple[date, ...]:
    """Return the last days to undo the debit complained about: by reversal, then by refund.

    None when no debit is to be undone, or it was. Source: ABN AMRO's timescales, « reversal D+5 »
    in TARGET days; Code monétaire et financier, L133-25, eight weeks from the debit.
    """
    if facts.debit_on is None or facts.refunded or not facts.is_undue_debit:
        return ()
    reversal = add_target_days(facts.debit_on, limits.reversal_target_days)
    return reversal, facts.debit_on + limits.refund_period


def whole_hours(duration: timedelta) -> int:
    """Return the hours that are full, for the words of a reason."""
    return duration // timedelta(hours=1)
