"""Severity of a stored dossier: its facts read off the row, the limits off the settings."""

from datetime import date
from typing import Any

from helpdesk.config import settings
from helpdesk.tickets.facts.rules import Facts
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.severity.rules import Assessment, Reason, SeverityLimits, assess


def severity_limits() -> SeverityLimits:
    """Return where each severity begins in this installation."""
    chosen = settings()
    return SeverityLimits(
        double_debit_members=chosen.severity_double_debit_members,
        double_debit_refund_days=chosen.severity_double_debit_refund_days,
        amount_cents=chosen.severity_amount_euros * 100,
        amount_share_percent=chosen.severity_amount_share_percent,
        same_cause_organisations=chosen.severity_same_cause_organisations,
        same_cause_days=chosen.severity_same_cause_days,
        funds_target_days=chosen.severity_funds_days,
        deadline_days=chosen.severity_deadline_days,
        members_grave=chosen.severity_members_grave,
        run_days=chosen.severity_run_days,
        amount_one_member_cents=chosen.severity_amount_grave_euros * 100,
    )


def facts_of(ticket: Ticket, *, monthly_collection_cents: int | None = None) -> Facts:
    """Return what is known of the malfunction: the form's facts, and what agents established."""
    agent_facts = dict(ticket.agent_facts or {})
    if blocked := agent_facts.get("funds_blocked_since"):
        agent_facts["funds_blocked_since"] = date.fromisoformat(blocked)
    return Facts(
        category=ticket.category,
        subcategory=ticket.subcategory or None,
        amount_cents=ticket.amount_cents,
        members_touched=ticket.members_touched,
        debit_on=ticket.debit_on,
        due_on=ticket.due_on,
        deadline_on=ticket.deadline_on,
        deadline_confirmed=bool(ticket.deadline_confirmed),
        refunded=ticket.refunded,
        reason_code=ticket.reason_code or None,
        vendor_reference=ticket.vendor_reference or None,
        vendor_contacted_on=ticket.vendor_contacted_on,
        monthly_collection_cents=monthly_collection_cents,
        **agent_facts,
    )


def judge(ticket: Ticket, *, today: date, monthly_collection_cents: int | None = None) -> Assessment:
    """Return how serious the dossier is today, and why."""
    facts = facts_of(ticket, monthly_collection_cents=monthly_collection_cents)
    return assess(facts, limits=severity_limits(), today=today)


def reasons_as_json(assessment: Assessment) -> list[dict[str, Any]]:
    """Return the reasons as they are kept on the row: `{"cause", "severity", "found", "limit"}`."""
    return [_reason(each) for each in assessment.reasons]


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "cause": reason.cause.value,
        "severity": reason.severity.value,
        "found": reason.found,
        "limit": reason.limit,
    }
