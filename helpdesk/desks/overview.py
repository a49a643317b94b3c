"""What the pages about desks show: desks with their people, absences, and who may work at a desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from helpdesk.accounts.models import Person, RoleGrant
from helpdesk.accounts.rules import DESK
from helpdesk.db import db
from helpdesk.desks.models import Absence, Desk, DeskMember
from helpdesk.desks.queries import MEMBERS_AT_MOST, Colleague, list_desks


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A desk as lists show it."""

    id: int
    name: str
    description: str
    hours: str
    closed_on: date | None
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """An absence as lists show it."""

    id: int
    name: str
    starts_on: date
    ends_on: date
    substitute: str


def list_desks_with_members(on: date) -> Sequence[DeskLine]:
    """List the desks open on the day `on` with the names of their people. Two queries."""
    query = (
        select(DeskMember.desk_id, Person.name)
        .join(Person, Person.id == DeskMember.person_id)
        .where(Person.disabled_at.is_(None))
        .order_by(Person.name)
    )
    names: dict[int, list[str]] = {}
    for desk_id, name in db.session.execute(query):
        names.setdefault(desk_id, []).append(name)
    return [
        DeskLine(
            each.id, each.name, each.description, each.hours, each.closed_on, tuple(names.get(each.id, ()))
        )
        for each in list_desks(on)
    ]


def list_closed_desks(on: date) -> Sequence[Desk]:
    """List the desks that are closed on the day `on`, the last closed first."""
    query = select(Desk).where(Desk.closed_on <= on).order_by(Desk.closed_on.desc(), Desk.id)
    return db.session.scalars(query.limit(MEMBERS_AT_MOST)).all()


def list_absences(since: date) -> Sequence[AbsenceLine]:
    """List the absences that are not over on the day `since`, first ones first."""
    substitute = aliased(Person)
    query = (
        select(Absence.id, Person.name, Absence.starts_on, Absence.ends_on, substitute.name)
        .join(Person, Person.id == Absence.person_id)
        .join(substitute, substitute.id == Absence.substitute_id, isouter=True)
        .where(Absence.ends_on >= since)
        .order_by(Absence.starts_on, Absence.id)
        .limit(MEMBERS_AT_MOST)
    )
    return [AbsenceLine(*row[:4], row[4] or "") for row in db.session.execute(query)]


def list_desk_people() -> Sequence[Colleague]:
    """List who may work at a desk: agents and supervisors who are not disabled, by name."""
    query = (
        select(Person.id, Person.name, Person.email, Person.lang)
        .where(Person.disabled_at.is_(None))
        .where(Person.id.in_(select(RoleGrant.person_id).where(RoleGrant.role.in_(DESK))))
        .order_by(Person.name, Person.id)
        .limit(MEMBERS_AT_MOST)
    )
    return [Colleague(*row) for row in db.session.execute(query)]
