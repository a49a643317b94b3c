"""Who works where and who is here today, read in one statement and asked many times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, cast

from sqlalchemy import Date, Row, Table, and_, bindparam, exists, null, select, union_all

from helpdesk.accounts.models import Person
from helpdesk.db import ask
from helpdesk.desks.models import Absence, Desk, DeskMember
from helpdesk.desks.rules import Absence as Away
from helpdesk.desks.rules import is_away, who_covers

ROWS_AT_MOST = 5000
KEPT = 4


@dataclass(frozen=True, slots=True)
class DeskCard:
    """What lists and menus show of a desk; members by name, those away included."""

    id: int
    slug: str
    name: str
    is_open: bool
    member_ids: tuple[int, ...]
    hours: str
    holidays_subdivision: str


@dataclass(frozen=True, slots=True)
class Directory:
    """Every desk by name, and everybody who works at one or is away, as of the day `on`."""

    on: date
    desks: Mapping[int, DeskCard]
    people: Mapping[int, str]
    absences: Sequence[Away]

    @property
    def open_desks(self) -> list[DeskCard]:
        """The desks that take dossiers, by name."""
        return [desk for desk in self.desks.values() if desk.is_open]

    def find_desk(self, slug: str) -> DeskCard | None:
        """Return the desk called `slug`, or None."""
        return next((desk for desk in self.desks.values() if desk.slug == slug), None)

    def desk_name(self, desk_id: int) -> str:
        """Return the desk's name, empty when there is no such desk."""
        return self.desks[desk_id].name if desk_id in self.desks else ""

    def desk_ids_of(self, people: frozenset[int]) -> frozenset[int]:
        """Return the desks where any of these people works."""
        return frozenset(desk.id for desk in self.desks.values() if people & set(desk.member_ids))

    def stood_in_for(self, person_id: int) -> frozenset[int]:
        """Return whom the person answers for today besides themselves."""
        away = {each.person_id for each in self.absences} - {person_id}
        return frozenset(
            each for each in away if who_covers(each, on=self.on, absences=self.absences) == person_id
        )

    def is_away(self, person_id: int) -> bool:
        """Say whether the person is away today."""
        return is_away(person_id, on=self.on, absences=self.absences)

    def members_here_first(self, desk: DeskCard) -> list[int]:
        """Return the members of a desk, those who are here today before the others, each part by name."""
        return sorted(desk.member_ids, key=self.is_away)


def read_directory(on: date) -> Directory:
    """Return the directory of the day `on`, in one statement; disabled people are left out."""
    return _directory(on, tuple(ask(_desks_and_people(), {"on": on}).all()))


@lru_cache(KEPT)
def _directory(on: date, rows: tuple[Row[Any], ...]) -> Directory:
    """Put the rows in order; as long as they stay the same, so does what is made of them."""
    ordered = sorted(rows, key=lambda row: ((row.desk_name or "").casefold(), (row.name or "").casefold()))
    return Directory(
        on=on,
        desks=_desks(ordered, on),
        people={row.person_id: row.name for row in ordered if row.person_id is not None},
        absences=tuple(_absences(ordered)),
    )


@cache
def _desks_and_people() -> Any:
    """Every desk with its members, then those who are away and work at none; absences of the day with both.

    Tables and not classes, built once: every page of the agents' side asks it.
    """
    desk, member = cast(Table, Desk.__table__), cast(Table, DeskMember.__table__)
    person, absence = cast(Table, Person.__table__), cast(Table, Absence.__table__)
    on = bindparam("on", type_=Date())
    today = and_(absence.c.person_id == person.c.id, absence.c.starts_on <= on, absence.c.ends_on >= on)
    enabled = person.c.disabled_at.is_(None)
    away = (absence.c.starts_on, absence.c.ends_on, absence.c.substitute_id)
    at_desks = (
        select(desk.c.id.label("desk_id"), desk.c.slug, desk.c.name.label("desk_name"), desk.c.closed_on)
        .add_columns(desk.c.hours, desk.c.holidays_subdivision)
        .add_columns(person.c.id.label("person_id"), person.c.name, *away)
        .select_from(desk)
        .join(member, member.c.desk_id == desk.c.id, isouter=True)
        .join(person, and_(person.c.id == member.c.person_id, enabled), isouter=True)
        .join(absence, today, isouter=True)
    )
    elsewhere = (
        select(*[null()] * 6, person.c.id, person.c.name, *away)
        .select_from(person)
        .join(absence, today)
        .where(enabled)
        .where(~exists().where(member.c.person_id == person.c.id))
    )
    return union_all(at_desks, elsewhere).limit(ROWS_AT_MOST)


def _desks(rows: Sequence[Row[Any]], on: date) -> dict[int, DeskCard]:
    members: dict[int, dict[int, None]] = {}
    for row in rows:
        if row.desk_id is not None:
            here = members.setdefault(row.desk_id, {})
            if row.person_id is not None:
                here[row.person_id] = None
    known = {row.desk_id: row for row in rows if row.desk_id is not None}
    return {
        number: DeskCard(
            id=number,
            slug=known[number].slug,
            name=known[number].desk_name,
            is_open=known[number].closed_on is None or known[number].closed_on > on,
            member_ids=tuple(ids),
            hours=known[number].hours,
            holidays_subdivision=known[number].holidays_subdivision,
        )
        for number, ids in members.items()
    }


def _absences(rows: Sequence[Row[Any]]) -> set[Away]:
    return {
        Away(row.person_id, row.starts_on, row.ends_on, row.substitute_id)
        for row in rows
        if row.person_id is not None and row.starts_on is not None
    }
