"""Reading affiliations: of one organisation, of those somebody speaks for, of all in reach of the desk.

Whether an organisation paid is nobody else's business: nothing here is for who is not signed in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from helpdesk.accounts.models import Person
from helpdesk.accounts.rules import DESK, Role
from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings
from helpdesk.db import AnyRow, AnySelect, db
from helpdesk.organisations.affiliation.models import Affiliation
from helpdesk.organisations.affiliation.rules import Limits, Standing, ends_between, standing_of
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.queries import (
    ancestor_ids,
    holds_words,
    organisation_ids_of,
    within_perimeter,
)
from helpdesk.organisations.rules import Family

PAGE = 50
YEARS_SHOWN = 20
CONCERNS_SHOWN = 5
MOST_DEPARTMENTS = 120
SAID = (Standing.LAPSED, Standing.TO_RENEW, Standing.UP_TO_DATE)


@dataclass(frozen=True)
class Concern:
    """An organisation whose affiliation is to be renewed, and the last day of the latest year."""

    organisation_id: int
    name: str
    standing: Standing
    ends_on: date


@dataclass(frozen=True)
class Wanted:
    """Which organisations to list; what is empty does not narrow the list. `after`: the last of the page before."""

    standing: Standing = Standing.LAPSED
    family: Family | None = None
    department: str = ""
    text: str = ""
    after: tuple[str, int] | None = None


def limits() -> Limits:
    """Return the limits of this installation."""
    chosen = settings()
    return Limits(chosen.affiliation_notice_days, chosen.affiliation_grace_days)


def last_day_of(organisation_id: Any) -> Any:
    """Return in SQL the last day of the latest year of an organisation, as a part of another statement."""
    return (
        select(func.max(Affiliation.ends_on))
        .where(Affiliation.organisation_id == organisation_id)
        .scalar_subquery()
    )


def list_years(organisation_id: int) -> Sequence[AnyRow]:
    """List the years of an organisation, the latest first, with who entered each, if their account is there."""
    return db.session.execute(
        select(
            Affiliation.id,
            Affiliation.label,
            Affiliation.begins_on,
            Affiliation.ends_on,
            Affiliation.entered_at,
            Person.name.label("by_name"),
        )
        .outerjoin(Person, Person.id == Affiliation.entered_by_id)
        .where(Affiliation.organisation_id == organisation_id)
        .order_by(Affiliation.ends_on.desc())
        .limit(YEARS_SHOWN)
    ).all()


def list_concerns(organisation_ids: frozenset[int], today: date) -> Sequence[Concern]:
    """List those of these organisations whose affiliation has lapsed or is to be renewed, the most urgent first."""
    if not organisation_ids:
        return []
    last_day = func.max(Affiliation.ends_on)
    _begin, latest = ends_between(Standing.TO_RENEW, today, limits())
    rows = db.session.execute(
        select(Organisation.id, Organisation.name, last_day.label("ends_on"))
        .join(Affiliation, Affiliation.organisation_id == Organisation.id)
        .where(Organisation.id.in_(organisation_ids), Organisation.closed_on.is_(None))
        .group_by(Organisation.id, Organisation.name)
        .having(last_day <= latest)
        .order_by(last_day, Organisation.name)
        .limit(CONCERNS_SHOWN)
    )
    return [Concern(row.id, row.name, standing_of(row.ends_on, today, limits()), row.ends_on) for row in rows]


def may_see(viewer: Viewer, organisation_id: int, today: date) -> bool:
    """Tell whether somebody who works here may see the affiliation of an organisation: `_in_reach`, for one."""
    if _reaches_all(viewer):
        return True
    own = organisation_ids_of(viewer, today)
    return bool(viewer.roles & DESK) and (not own or not own.isdisjoint(ancestor_ids(organisation_id, today)))


def count_standings(viewer: Viewer, wanted: Wanted, today: date) -> Mapping[Standing, int]:
    """Return how many organisations in reach stand where; those of whom nothing is known are left out."""
    latest = _latest(viewer, wanted, today).subquery()
    counts = [
        func.coalesce(func.sum(case((_stands(latest.c.ends_on, each, today), 1), else_=0)), 0)
        for each in SAID
    ]
    row = db.session.execute(select(*counts)).one()
    return dict(zip(SAID, map(int, row), strict=True))


def list_standing(viewer: Viewer, wanted: Wanted, today: date) -> Sequence[AnyRow]:
    """List the organisations in reach that stand where is wanted, by name, one more than a page."""
    query = _latest(viewer, wanted, today).having(
        _stands(func.max(Affiliation.ends_on), wanted.standing, today)
    )
    if wanted.after is not None:
        name_key, number = wanted.after
        later = and_(Organisation.name_key == name_key, Organisation.id > number)
        query = query.where(or_(Organisation.name_key > name_key, later))
    return db.session.execute(query.order_by(Organisation.name_key, Organisation.id).limit(PAGE + 1)).all()


def list_departments(viewer: Viewer, today: date) -> Sequence[str]:
    """List the departments of the organisations in reach whose affiliation is known."""
    known = select(Affiliation.organisation_id)
    query = (
        select(Organisation.department)
        .where(Organisation.department != "", Organisation.id.in_(known), _in_reach(viewer, today))
        .distinct()
        .order_by(Organisation.department)
        .limit(MOST_DEPARTMENTS)
    )
    return db.session.scalars(query).all()


def _latest(viewer: Viewer, wanted: Wanted, today: date) -> AnySelect:
    columns = (
        Organisation.id,
        Organisation.name,
        Organisation.name_key,
        Organisation.town,
        Organisation.department,
        Organisation.role_mailbox,
    )
    query = (
        select(*columns, func.max(Affiliation.ends_on).label("ends_on"))
        .join(Affiliation, Affiliation.organisation_id == Organisation.id)
        .where(Organisation.closed_on.is_(None), _in_reach(viewer, today), *holds_words(wanted.text))
        .group_by(*columns)
    )
    if wanted.family is not None:
        query = query.where(Organisation.family == wanted.family)
    return query.where(Organisation.department == wanted.department) if wanted.department else query


def _stands(ends_on: Any, standing: Standing, today: date) -> ColumnElement[bool]:
    """Say in SQL what `standing_of` says."""
    first, last = ends_between(standing, today, limits())
    return and_(
        ends_on >= first if first else true(),
        ends_on <= last if last else true(),
    )


def _in_reach(viewer: Viewer, today: date) -> ColumnElement[bool]:
    """Say in SQL whose affiliation somebody may see who works here.

    The desk sees those it speaks for and what stands below them; who speaks for none serves the whole network.
    Source: « Information aux organisations », 19 April 2018: « les organisations relevant de votre périmètre ».
    """
    own = frozenset() if _reaches_all(viewer) else organisation_ids_of(viewer, today)
    return Organisation.id.in_(within_perimeter(own, today)) if own else true()


def _reaches_all(viewer: Viewer) -> bool:
    return not viewer.roles.isdisjoint({Role.ADMINISTRATOR, Role.SYSADMIN})
