"""Whom a reminder would reach, whom not and why, and what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select

from helpdesk.activation.models import Reminder
from helpdesk.activation.reminders.rules import MOST_AUTOMATIC, ReminderState
from helpdesk.activation.standings import Standings, Wanted, who
from helpdesk.config import settings
from helpdesk.db import AnyRow, AnySelect, db
from helpdesk.organisations.models import Organisation
from helpdesk.outbox.suppression import suppressed_keys

BATCHES_SHOWN = 30
REMINDERS_SHOWN = 20
MOST_AT_ONCE = 20_000
_KEY = func.lower(Organisation.role_mailbox)


@dataclass(frozen=True)
class Reach:
    """How many organisations stand there, and what becomes of them: each is counted once."""

    organisations: int
    reminded: int
    mailboxes: int
    """To how many addresses the mails go: one may be that of several organisations."""
    no_mailbox: int
    stopped: int
    recent: int


def measure_reach(standings: Standings, wanted: Wanted, *, now: datetime) -> Reach:
    """Count whom a reminder of this place would reach."""
    none, stopped, recent = _obstacles(now)
    fate = case((none, "none"), (stopped, "stopped"), (recent, "recent"), else_="reminded")
    fates = _wanted(standings, wanted, fate.label("fate")).add_columns(_KEY.label("mailbox")).subquery()
    mailboxes = func.count(fates.c.mailbox.distinct())
    query = select(fates.c.fate, func.count(), mailboxes).group_by(fates.c.fate)
    rows = db.session.execute(query).all()
    counts = {row[0]: int(row[1]) for row in rows}
    return Reach(
        organisations=sum(counts.values()),
        reminded=counts.get("reminded", 0),
        mailboxes=next((int(row[2]) for row in rows if row[0] == "reminded"), 0),
        no_mailbox=counts.get("none", 0),
        stopped=counts.get("stopped", 0),
        recent=counts.get("recent", 0),
    )


def list_reachable(
    standings: Standings, wanted: Wanted, *, now: datetime, by_clock: bool = False, is_locking: bool = False
) -> Sequence[int]:
    """List the organisations a reminder would reach; locked against a second sender where that is asked."""
    query = (
        _wanted(standings, wanted, Organisation.id)
        .where(*(~each for each in _obstacles(now)))
        .order_by(Organisation.id)
        .limit(MOST_AT_ONCE)
    )
    if by_clock:
        query = query.where(_times_by_clock(standings.slug, wanted.place) < MOST_AUTOMATIC)
    if is_locking:
        query = query.with_for_update(of=Organisation)
    return [row[0] for row in db.session.execute(query)]


def list_batches(slug: str) -> Sequence[AnyRow]:
    """List what was sent, the latest first: when, about what, by whom, to how many, and how many mails left."""
    mailed = func.sum(case((Reminder.state == ReminderState.MAILED, 1), else_=0))
    waiting = func.sum(case((Reminder.state == ReminderState.WAITING, 1), else_=0))
    query = (
        select(
            Reminder.wanted_at,
            Reminder.place,
            Reminder.by_name,
            func.count().label("organisations"),
            mailed.label("mailed"),
            waiting.label("waiting"),
        )
        .where(Reminder.journey == slug)
        .group_by(Reminder.wanted_at, Reminder.place, Reminder.by_name)
        .order_by(Reminder.wanted_at.desc(), Reminder.place)
        .limit(BATCHES_SHOWN)
    )
    return db.session.execute(query).all()


def list_reminders(slug: str, organisation_id: int) -> Sequence[Reminder]:
    """List the reminders of one organisation, the latest first."""
    query = (
        select(Reminder)
        .where(Reminder.organisation_id == organisation_id, Reminder.journey == slug)
        .order_by(Reminder.wanted_at.desc())
        .limit(REMINDERS_SHOWN)
    )
    return db.session.scalars(query).all()


def lock_waiting(*, limit: int) -> Sequence[Reminder]:
    """Return reminders that are not mailed yet, kept from other workers until the use case ends."""
    query = (
        select(Reminder)
        .where(Reminder.state == ReminderState.WAITING)
        .order_by(Reminder.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def _wanted(standings: Standings, wanted: Wanted, column: Any) -> AnySelect:
    query = standings.select(column).where(*who(replace(wanted, after=None)), standings.at(wanted.place))
    return query.where(standings.is_stuck) if wanted.stuck else query


def _obstacles(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Say in SQL why an organisation gets no mail: no mailbox, one that nothing is sent to, reminded not long ago."""
    since = now - timedelta(days=settings().activation_reminder_days)
    return (
        Organisation.role_mailbox == "",
        _KEY.in_(suppressed_keys(now=now)),
        exists().where(
            Reminder.organisation_id == Organisation.id,
            Reminder.wanted_at > since,
            Reminder.state != ReminderState.NEEDLESS,
        ),
    )


def _times_by_clock(slug: str, place: str) -> ColumnElement[int]:
    return (
        select(func.count())
        .where(
            Reminder.organisation_id == Organisation.id,
            and_(Reminder.journey == slug, Reminder.place == place, Reminder.by_name == ""),
        )
        .correlate(Organisation)
        .scalar_subquery()
    )
