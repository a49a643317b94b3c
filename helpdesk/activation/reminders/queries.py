"""Whom a reminder would reach, whom not and why, and what was sent."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select, tuple_

from helpdesk.accounts.models import Person
from helpdesk.activation.models import RemindedMailbox, Reminder
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

Thread = tuple[str, str]
"""A journey, and a role mailbox in small letters: what one mail is about."""


@dataclass(frozen=True)
class Reach:
    """How many organisations stand there, and what becomes of them: each is counted once."""

    organisations: int
    reminded: int
    mailboxes: int
    """To how many addresses the mails go: one may be that of several organisations."""
    no_mailbox: int
    stopped: int
    left: int
    """They asked for no more reminders."""
    recent: int


def measure_reach(standings: Standings, wanted: Wanted, *, now: datetime) -> Reach:
    """Count whom a reminder of this place would reach."""
    none, stopped, left, recent = _obstacles(standings.slug, now)
    fate = case((none, "none"), (stopped, "stopped"), (left, "left"), (recent, "recent"), else_="reminded")
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
        left=counts.get("left", 0),
        recent=counts.get("recent", 0),
    )


def list_reachable(
    standings: Standings, wanted: Wanted, *, now: datetime, by_clock: bool = False, is_locking: bool = False
) -> Sequence[int]:
    """List the organisations a reminder would reach; locked against a second sender where that is asked."""
    query = (
        _wanted(standings, wanted, Organisation.id)
        .where(*(~each for each in _obstacles(standings.slug, now)))
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
            Reminder.by_clock,
            Person.name.label("by_name"),
            func.count().label("organisations"),
            mailed.label("mailed"),
            waiting.label("waiting"),
        )
        .outerjoin(Person, Person.id == Reminder.person_id)
        .where(Reminder.journey == slug)
        .group_by(Reminder.wanted_at, Reminder.place, Reminder.by_clock, Reminder.person_id, Person.name)
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


def list_waiting(*, limit: int) -> Sequence[Thread]:
    """List for which journeys and mailboxes reminders wait, the oldest first; an empty mailbox stands for none."""
    query = (
        select(Reminder.journey, _KEY)
        .join(Organisation, Organisation.id == Reminder.organisation_id)
        .where(Reminder.state == ReminderState.WAITING)
        .order_by(Reminder.id)
        .limit(limit)
    )
    return list(dict.fromkeys((row[0], row[1]) for row in db.session.execute(query)))


def lock_mailboxes(threads: Iterable[Thread]) -> dict[Thread, RemindedMailbox]:
    """Return the mailboxes that no other worker writes to just now, kept from the others until the use case ends."""
    query = (
        select(RemindedMailbox)
        .where(tuple_(RemindedMailbox.journey, RemindedMailbox.email).in_(list(threads)))
        .order_by(RemindedMailbox.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return {(each.journey, each.email): each for each in db.session.scalars(query)}


def is_forgotten(since: datetime) -> ColumnElement[bool]:
    """Say in SQL that a mailbox never left, and had no reminder since.

    The row alone says so: whoever deletes waits for the worker that mails, and then looks at what it wrote.
    """
    last = func.coalesce(RemindedMailbox.mailed_at, RemindedMailbox.created_at)
    return and_(RemindedMailbox.left_at.is_(None), last < since)


def list_of_threads(threads: Collection[Thread]) -> Sequence[tuple[Thread, Reminder, Organisation]]:
    """List the reminders that wait for these journeys and mailboxes, with their organisations by name."""
    query = (
        select(_KEY, Reminder, Organisation)
        .join(Organisation, Organisation.id == Reminder.organisation_id)
        .where(Reminder.state == ReminderState.WAITING)
        .where(tuple_(Reminder.journey, _KEY).in_(list(threads)))
        .order_by(Organisation.name_key, Organisation.id)
        .execution_options(populate_existing=True)
    )
    return [((row[1].journey, row[0]), row[1], row[2]) for row in db.session.execute(query)]


def left_since(slug: str) -> ColumnElement[Any]:
    """Say in SQL since when the role mailbox of an organisation wants no more reminders of a journey."""
    return (
        select(RemindedMailbox.left_at)
        .where(RemindedMailbox.journey == slug, RemindedMailbox.email == _KEY)
        .correlate(Organisation)
        .scalar_subquery()
    )


def find_left_since(slug: str, organisation_id: int) -> datetime | None:
    """Return since when the role mailbox of an organisation wants no more reminders of a journey."""
    found: datetime | None = db.session.scalar(
        select(left_since(slug)).where(Organisation.id == organisation_id)
    )
    return found


def _wanted(standings: Standings, wanted: Wanted, column: Any) -> AnySelect:
    query = standings.select(column).where(*who(replace(wanted, after=None)), standings.at(wanted.place))
    return query.where(standings.is_stuck) if wanted.stuck else query


def _obstacles(slug: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Say in SQL why an organisation gets no mail.

    It has no mailbox, one that nothing is sent to, or one that left the reminders; or it had one not long ago.
    """
    since = now - timedelta(days=settings().activation_reminder_days)
    return (
        Organisation.role_mailbox == "",
        _KEY.in_(suppressed_keys(now=now)),
        left_since(slug).is_not(None),
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
            and_(Reminder.journey == slug, Reminder.place == place, Reminder.by_clock),
        )
        .correlate(Organisation)
        .scalar_subquery()
    )
