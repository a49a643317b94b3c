"""Who is reminded of an escalation and when, and by which day an answer is asked for."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from helpdesk.core.hours import Hours, add_open_time, open_time_between
from helpdesk.core.topics import Severity
from helpdesk.escalation.rules import State
from helpdesk.tickets.promises.rules import day_of, full_day


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpLimits:
    """Set how long each is waited for, in open time; all are settings.

    Source: the helpdesk's own proposals, November 2026: « a proposal unconfirmed after 4 opening
    hours goes to the supervisor »; the other numbers have no source but ours.
    """

    supervisor_after: timedelta = timedelta(hours=4)
    reminder_after: timedelta = timedelta(hours=8)
    second_after: timedelta = timedelta(hours=16)
    answer_days_s1: int = 2
    answer_days_s2: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Hold when what was done; `is_loud` is a proposal the supervisor hears of at once."""

    state: State
    proposed_at: datetime
    is_loud: bool = False
    supervisor_told_at: datetime | None = None
    sent_at: datetime | None = None
    reminded_at: datetime | None = None
    second_told_at: datetime | None = None


class Reminder(StrEnum):
    """Name who is to be written to because nobody moved."""

    SUPERVISOR = "supervisor"
    ADMINISTRATORS = "administrators"
    SECOND_ADDRESSEE = "second_addressee"


def reminder_due(line: Timeline, *, limits: FollowUpLimits, now: datetime, hours: Hours) -> Reminder | None:
    """Return who is to be written to now, each once, or None.

    A worker that was down for days finds them one after the other, the earliest first.
    """
    if line.state is State.PROPOSED and line.supervisor_told_at is None:
        waited = open_time_between(line.proposed_at, now, hours)
        return Reminder.SUPERVISOR if line.is_loud or waited >= limits.supervisor_after else None
    if line.state is not State.SENT or line.sent_at is None:
        return None
    waited = open_time_between(line.sent_at, now, hours)
    if line.reminded_at is None:
        return Reminder.ADMINISTRATORS if waited >= limits.reminder_after else None
    if line.second_told_at is None and waited >= limits.second_after:
        return Reminder.SECOND_ADDRESSEE
    return None


def respond_by(
    sent_at: datetime,
    *,
    severity: Severity,
    limits: FollowUpLimits,
    hours: Hours,
    last_days: Iterable[date] = (),
) -> date:
    """Return the day by which an answer is asked for.

    `last_days` are the ends of legal windows and the member's own deadline: the earliest still
    ahead goes before the usual number of opening days.
    """
    number = limits.answer_days_s1 if severity is Severity.S1 else limits.answer_days_s2
    usual = day_of(add_open_time(sent_at, number * full_day(hours), hours), hours)
    today = day_of(sent_at, hours)
    return min([usual, *(day for day in last_days if day >= today)])


def next_addressee(everyone: Sequence[str], unreachable: Container[str]) -> str | None:
    """Return the first whom mail still reaches; None when nobody is left.

    A serious case must not wait in a mailbox that does not exist.
    """
    return next((address for address in everyone if address not in unreachable), None)
