"""Lists for the desk: how many stand at each step, and who, by name."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from helpdesk.activation.models import Reminder, StepDone
from helpdesk.activation.reminders.queries import left_since
from helpdesk.activation.standings import Standings, Wanted, who
from helpdesk.db import AnyRow, db
from helpdesk.organisations.models import Organisation

PAGE = 50
MOST_EXPORTED = 20_000
MOST_PLACES = 120


def count_places(standings: Standings, wanted: Wanted) -> Mapping[str, tuple[int, int]]:
    """Return how many organisations stand at each place, and how many of them are stuck; its place and page apart."""
    found = (
        standings.select(standings.place.label("place"), standings.is_stuck.label("is_stuck"))
        .where(*who(wanted))
        .subquery()
    )
    stuck = func.sum(case((found.c.is_stuck, 1), else_=0))
    query = select(found.c.place, func.count(), stuck).group_by(found.c.place)
    return {row[0]: (row[1], int(row[2])) for row in db.session.execute(query)}


def list_standings(standings: Standings, wanted: Wanted, *, limit: int = PAGE) -> Sequence[AnyRow]:
    """List organisations by name with where they stand and when they were last reminded, one more than `limit`."""
    query = _rows(standings, wanted).order_by(Organisation.name_key, Organisation.id).limit(limit + 1)
    if wanted.after is not None:
        name_key, number = wanted.after
        later = and_(Organisation.name_key == name_key, Organisation.id > number)
        query = query.where(or_(Organisation.name_key > name_key, later))
    return db.session.execute(query).all()


def list_departments(standings: Standings) -> Sequence[str]:
    """List the departments of the organisations of a journey."""
    query = (
        standings.select(Organisation.department)
        .where(Organisation.department != "")
        .distinct()
        .order_by(Organisation.department)
        .limit(MOST_PLACES)
    )
    return [row[0] for row in db.session.execute(query)]


def export_standings(standings: Standings, wanted: Wanted) -> Iterator[tuple[AnyRow, Mapping[str, AnyRow]]]:
    """Yield the organisations of a list with the steps that are done: when, and what was stated."""
    rows = list_standings(standings, wanted, limit=MOST_EXPORTED)[:MOST_EXPORTED]
    done: dict[int, dict[str, AnyRow]] = {}
    query = select(StepDone.organisation_id, StepDone.step, StepDone.done_at, StepDone.statements).where(
        StepDone.journey == standings.slug
    )
    for step in db.session.execute(query):
        done.setdefault(step.organisation_id, {})[step.step] = step
    for row in rows:
        yield row, done.get(row.id, {})


def _rows(standings: Standings, wanted: Wanted) -> Any:
    reminded = (
        select(func.max(Reminder.wanted_at))
        .where(Reminder.organisation_id == Organisation.id)
        .correlate(Organisation)
        .scalar_subquery()
    )
    columns = (
        Organisation.id,
        Organisation.code,
        Organisation.name,
        Organisation.name_key,
        Organisation.family,
        Organisation.town,
        Organisation.department,
        Organisation.role_mailbox,
        Organisation.created_at,
        standings.place.label("place"),
        standings.moved_at.label("moved_at"),
        standings.is_stuck.label("is_stuck"),
        reminded.label("reminded_at"),
        left_since(standings.slug).label("left_at"),
    )
    query = standings.select(*columns).where(*who(wanted))
    if wanted.place:
        query = query.where(standings.at(wanted.place))
    return query.where(standings.is_stuck) if wanted.stuck else query
