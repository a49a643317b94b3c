"""How long each is waited for, and the day an answer is asked for, with this installation's settings."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from helpdesk.config import settings
from helpdesk.core.topics import Severity
from helpdesk.escalation.follow_up.rules import FollowUpLimits, respond_by
from helpdesk.web.context import support_hours


def follow_up_limits() -> FollowUpLimits:
    """Return how long each is waited for in this installation."""
    chosen = settings()
    return FollowUpLimits(
        supervisor_after=timedelta(hours=chosen.escalation_supervisor_hours),
        reminder_after=timedelta(hours=chosen.escalation_reminder_hours),
        second_after=timedelta(hours=chosen.escalation_second_hours),
        answer_days_s1=chosen.escalation_answer_days_s1,
        answer_days_s2=chosen.escalation_answer_days_s2,
    )


def answer_day(severity: Severity, last_days: Iterable[date], *, now: datetime) -> date:
    """Return the day by which an answer is asked for when the escalation leaves now."""
    return respond_by(
        now, severity=severity, limits=follow_up_limits(), hours=support_hours(), last_days=last_days
    )
