"""Finding desks, their hours, and who answers there today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, and_, bindparam, or_, select

from helpdesk.accounts.models import Person
from helpdesk.config import settings
from helpdesk.core.errors import NotFound
from helpdesk.core.hours import Hours, parse_hours
from helpdesk.db import ask, db
from helpdesk.desks.directory import DeskCard
from helpdesk.desks.models import Absence, Desk, DeskMember
from helpdesk.desks.rules import Absence as Away
from helpdesk.desks.rules import answering, who_covers
from helpdesk.web.context import support_hours

MEMBERS_AT_MOST = 200


_People = tuple[dict[int, "Colleague"], list[int], list[Away]]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works at a desk, as mail needs to know them."""

    id: int
    name: str
    email: str
    lang: str


class OpenDesk(NamedTuple):
    """A desk that takes dossiers, as far as sending one there asks about it."""

    id: int
    name: str
    hours: str
    holidays_subdivision: str


def get_desk(desk_id: int) -> Desk:
    """Return the desk, or raise NotFound."""
    found = db.session.get(Desk, desk_id)
    if found is None:
        raise NotFound
    return found


def find_desk_by_slug(slug: str) -> Desk | None:
    """Return the desk called `slug`, or None."""
    return db.session.scalar(select(Desk).where(Desk.slug == slug))


def list_desks(on: date) -> Sequence[Desk]:
    """List the desks open on the day `on`, by name; 200 at most."""
    query = (
        select(Desk)
        .where(or_(Desk.closed_on.is_(None), Desk.closed_on > on))
        .order_by(Desk.name, Desk.id)
        .limit(MEMBERS_AT_MOST)
    )
    return db.session.scalars(query).all()


def hours_of(desk: Desk | DeskCard | OpenDesk) -> Hours:
    """Return when somebody is at the desk; the hours of the whole helpdesk when it has none of its own."""
    if not desk.hours:
        return support_hours()
    return _hours(desk.hours, desk.holidays_subdivision, settings().zone)


def list_members(desk_id: int) -> Sequence[Colleague]:
    """List who works at the desk, here today or not, by name; disabled people apart."""
    query = (
        select(Person.id, Person.name, Person.email, Person.lang)
        .join(DeskMember, DeskMember.person_id == Person.id)
        .where(DeskMember.desk_id == desk_id)
        .where(Person.disabled_at.is_(None))
        .order_by(Person.name, Person.id)
        .limit(MEMBERS_AT_MOST)
    )
    return [Colleague(*row) for row in db.session.execute(query)]


def list_answering(desk_id: int, on: date) -> Sequence[Colleague]:
    """List who answers for the desk on the day `on`: members who are here and those who stand in.

    When everybody is away, its members: a mail that waits for them is better than none. One query.
    """
    people, members, absences = _desk_on(desk_id, on)
    ids = answering(members, on=on, absences=absences) or tuple(members)
    return [people[each] for each in ids if each in people]


def find_covering(person_id: int, on: date) -> Colleague | None:
    """Return who answers for the person on the day `on`: themselves, or who stands in; None without either.

    Somebody away whom nobody replaces is returned all the same; somebody disabled is not.
    """
    people, _members, absences = _read_people(_one_person(), {"person_id": person_id, "on": on})
    return people.get(who_covers(person_id, on=on, absences=absences) or person_id)


def _desk_on(desk_id: int, on: date) -> _People:
    return _read_people(_people_of_desk(), {"desk_id": desk_id, "on": on})


def _read_people(query: Any, values: Mapping[str, Any]) -> _People:
    """Return the wanted people with all who stand in for anybody that day, which are the wanted, and absences."""
    people: dict[int, Colleague] = {}
    members: dict[int, None] = {}
    absences = []
    for row in ask(query, values):
        people[row.id] = Colleague(row.id, row.name, row.email, row.lang)
        if row.is_wanted:
            members[row.id] = None
        if row.starts_on is not None:
            absences.append(Away(row.id, row.starts_on, row.ends_on, row.substitute_id))
    return people, list(members), absences


@cache
def _people_of_desk() -> Any:
    works_there = select(DeskMember.person_id).where(DeskMember.desk_id == bindparam("desk_id"))
    return _people_and_absences(Person.id.in_(works_there))


@cache
def _one_person() -> Any:
    return _people_and_absences(Person.id == bindparam("person_id"))


def _people_and_absences(wanted: ColumnElement[bool]) -> Any:
    """Built once for each kind of question: every dossier that is opened asks one."""
    on = bindparam("on", type_=Date())
    today = and_(Absence.starts_on <= on, Absence.ends_on >= on)
    return (
        select(Person.id, Person.name, Person.email, Person.lang, wanted.label("is_wanted"))
        .add_columns(Absence.starts_on, Absence.ends_on, Absence.substitute_id)
        .join(Absence, and_(Absence.person_id == Person.id, today), isouter=True)
        .where(Person.disabled_at.is_(None))
        .where(or_(wanted, Person.id.in_(select(Absence.substitute_id).where(today))))
        .order_by(Person.name, Person.id)
        .limit(MEMBERS_AT_MOST)
    )


@cache
def _hours(text: str, subdivision: str, zone: ZoneInfo) -> Hours:
    return parse_hours(text, subdivision=subdivision, zone=zone)
