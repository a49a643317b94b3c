"""How serious a dossier is: facts and limits in, a severity and the reasons for it out.

The words for each reason are made by labels; here a reason is a cause and the numbers behind it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from helpdesk.core.calendars import business_days_between, target_days_between
from helpdesk.core.topics import Severity, topic
from helpdesk.tickets.facts.rules import Facts
from helpdesk.tickets.rules import SeverityBy


class Cause(StrEnum):
    """Name why a dossier is as serious as it is; the comments of `SeverityLimits` quote each rule."""

    DATA_BREACH = "data_breach"
    MANDATES_LOST = "mandates_lost"
    WRONG_CREDITOR = "wrong_creditor"
    DOUBLE_DEBIT_MEMBERS = "double_debit_members"
    DOUBLE_DEBIT_NOT_REFUNDED = "double_debit_not_refunded"
    SEVERAL_ORGANISATIONS = "several_organisations"
    FUNDS_BLOCKED = "funds_blocked"
    DEADLINE = "deadline"
    AMOUNT = "amount"
    AMOUNT_SHARE = "amount_share"
    AMOUNT_ONE_MEMBER = "amount_one_member"
    MANY_MEMBERS = "many_members"
    CANNOT_COLLECT = "cannot_collect"
    NO_ACCESS_BEFORE_RUN = "no_access_before_run"
    MONEY = "money"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityLimits:
    """Set where each severity begins; all are settings.

    Source: the helpdesk's own proposals, November 2026 (severity S1 to S4, grounds E1 to E6); only
    the gravity itself is given: « Si toutefois persistaient des dysfonctionnements graves »
    (Information aux organisations, CGT, 19 April 2018).
    """

    # E1 « double debit confirmed: 1 organisation or more and 5 members or more,
    # or any member not refunded after 2 business days »
    double_debit_members: int = 5
    double_debit_refund_days: int = 2
    # E2 « amount at stake: €5,000 or more, or 20 % or more of the organisation's monthly collection »
    amount_cents: int = 5_000_00
    amount_share_percent: int = 20
    # E3 « same cause on 3 organisations or more in 5 business days »; who counts them looks that far back
    same_cause_organisations: int = 3
    same_cause_days: int = 5
    # E4 « funds blocked or not credited more than 3 TARGET days after settlement »
    funds_target_days: int = 3
    # « E5 once an agent has confirmed the deadline »: within 5 business days
    deadline_days: int = 5
    # S2 « 5 members or more touched; an organisation that cannot collect or has no access before
    # a run; amount of €500 or more for one member »
    members_grave: int = 5
    run_days: int = 5
    amount_one_member_cents: int = 500_00


@dataclass(frozen=True, slots=True)
class Reason:
    """Tell one cause of a severity, what was found and the limit it reached.

    Both numbers count what the cause speaks of: members, organisations, days, cents, or per cent;
    None where there is nothing to count.
    """

    cause: Cause
    severity: Severity
    found: int | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Give a severity and every reason found, the gravest first; a plain question has none."""

    severity: Severity
    reasons: tuple[Reason, ...]

    @property
    def deciding(self) -> tuple[Reason, ...]:
        """Return the reasons that by themselves give this severity."""
        return tuple(each for each in self.reasons if each.severity is self.severity)


def assess(facts: Facts, *, limits: SeverityLimits, today: date) -> Assessment:
    """Return how serious the facts are on that day, and why.

    With the same facts a later day never gives a lesser severity.
    Raise KeyError for a category or sub-category that does not exist.
    """
    found = (reason for check in _CHECKS for reason in check(facts, limits, today))
    reasons = tuple(sorted(found, key=lambda reason: reason.severity))
    return Assessment(reasons[0].severity if reasons else Severity.S4, reasons)


def needs_reason(old: Severity, new: Severity) -> bool:
    """Say whether going from one severity to the other must be explained: lowering must."""
    return new > old


def may_change(old: Severity, new: Severity, *, reason: str) -> bool:
    """Say whether an agent may set the new severity: raising is free, lowering takes a reason."""
    return not needs_reason(old, new) or bool(reason.strip())


def after_new_facts(current: Severity, *, by: SeverityBy, before: Severity, now: Severity) -> Severity:
    """Return the severity once facts changed what the rules find, from `before` to `now`.

    A severity set by the rules follows them both ways. An agent's choice stands, and gives way only
    to facts graver than it that are also graver than those the agent knew.
    """
    if by is SeverityBy.RULE:
        return now
    return min(current, now) if now < before else current


def days_left(facts: Facts, today: date) -> int | None:
    """Return the business days to the declared deadline, 0 on the day and after, None without one."""
    return None if facts.deadline_on is None else max(0, business_days_between(today, facts.deadline_on))


def _breach(facts: Facts, limits: SeverityLimits, today: date) -> Iterator[Reason]:
    if facts.is_breach:
        yield Reason(Cause.DATA_BREACH, Severity.S1)
    if facts.mandate_base_lost:
        yield Reason(Cause.MANDATES_LOST, Severity.S1)
    if facts.wrong_creditor:
        yield Reason(Cause.WRONG_CREDITOR, Severity.S1)


def _double_debit(facts: Facts, limits: SeverityLimits, today: date) -> Iterator[Reason]:
    if not facts.double_debit_confirmed:
        return
    if facts.members >= limits.double_debit_members:
        yield Reason(Cause.DOUBLE_DEBIT_MEMBERS, Severity.S1, facts.members, limits.double_debit_members)
    if facts.debit_on is None or facts.refunded:
        return
    days = business_days_between(facts.debit_on, today)
    if days > limits.double_debit_refund_days:
        yield Reason(Cause.DOUBLE_DEBIT_NOT_REFUNDED, Severity.S1, days, limits.double_debit_refund_days)


def _several_organisations(facts: Facts, limits: SeverityLimits, today: date) -> Iterator[Reason]:
    touched = facts.organisations_touched or 1
    if touched >= limits.same_cause_organisations:
        yield Reason(Cause.SEVERAL_ORGANISATIONS, Severity.S1, touched, limits.same_cause_organisations)


def _funds(facts: Facts, limits: SeverityLimits, today: date) -> Iterator[Reason]:
    if facts.settled_on is None:
        return
    days = target_days_between(facts.settled_on, today)
    if days > limits.funds_target_days:
        yield Reason(Cause.FUNDS_BLOCKED, Severity.S1, days, limits.funds_target_days)


def _deadline(facts: Facts, limits: SeverityLimits, today: date) -> Iterator[Reason]:
    left = days_left(facts, today)
    if left is not None and facts.deadline_confirmed and left <= limits.deadline_days:
        yield Reason(Cause.DEADLINE, Severity.S1, left, limits.deadline_days)


def _amount(facts: Facts, limits: SeverityLimits, today: date) -> Iterator[Reason]:
    stake = facts.at_stake_cents
    if stake >= limits.amount_cents:
        yield Reason(Cause.AMOUNT, Severity.S2, stake, limits.amount_cents)
    share = stake * 100 // facts.monthly_collection_cents if facts.monthly_collection_cents else 0
    if share >= limits.amount_share_percent:
        yield Reason(Cause.AMOUNT_SHARE, Severity.S2, share, limits.amount_share_percent)
    # Whatever each was charged, when the mean reaches the limit somebody's share does.
    each = stake // facts.members
    if each >= limits.amount_one_member_cents:
        yield Reason(Cause.AMOUNT_ONE_MEMBER, Severity.S2, each, limits.amount_one_member_cents)
    if stake:
        yield Reason(Cause.MONEY, Severity.S3, stake)


def _members(facts: Facts, limits: SeverityLimits, today: date) -> Iterator[Reason]:
    if facts.members >= limits.members_grave:
        yield Reason(Cause.MANY_MEMBERS, Severity.S2, facts.members, limits.members_grave)


def _collection(facts: Facts, limits: SeverityLimits, today: date) -> Iterator[Reason]:
    if facts.cannot_collect:
        yield Reason(Cause.CANNOT_COLLECT, Severity.S2)
    locked_out = facts.category == "acces" and _within(facts, limits.run_days, today)
    if facts.no_access_before_run or locked_out:
        yield Reason(Cause.NO_ACCESS_BEFORE_RUN, Severity.S2, days_left(facts, today), limits.run_days)


def _topic(facts: Facts, limits: SeverityLimits, today: date) -> Iterator[Reason]:
    usual = topic(facts.category).severity_for(facts.subcategory)
    if usual < Severity.S4:
        yield Reason(Cause.TOPIC, usual)


_CHECKS = (
    _breach,
    _double_debit,
    _several_organisations,
    _funds,
    _deadline,
    _amount,
    _members,
    _collection,
    _topic,
)


def _within(facts: Facts, days: int, today: date) -> bool:
    left = days_left(facts, today)
    return left is not None and left <= days
