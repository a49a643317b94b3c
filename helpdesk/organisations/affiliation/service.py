"""Entering the years for which organisations are affiliated, one by one or by a file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from helpdesk.core.errors import NotFound, Refused
from helpdesk.db import db, insert_all, transactional
from helpdesk.organisations.affiliation.labels import slip_sentence
from helpdesk.organisations.affiliation.models import Affiliation
from helpdesk.organisations.affiliation.rules import Year, slip_in
from helpdesk.organisations.models import Organisation


@transactional
def enter_year(organisation_id: int, year: Year, *, by_id: int | None, now: datetime) -> None:
    """Note that an organisation is affiliated for a year; entering the same again changes nothing."""
    # Kept from others meanwhile: two years entered at once could overlap.
    query = select(Organisation.id).where(Organisation.id == organisation_id)
    db.session.execute(query.with_for_update(key_share=True))
    known = _years_of(Affiliation.organisation_id == organisation_id).get(organisation_id, [])
    if is_entered(year, known):
        return
    slip = slip_in(year, known)
    if slip is not None:
        raise Refused(slip_sentence(*slip))
    db.session.add(_row(organisation_id, year, by_id, now))


@transactional
def remove_year(organisation_id: int, affiliation_id: int) -> None:
    """Take back a year that was entered by mistake."""
    row = db.session.get(Affiliation, affiliation_id)
    if row is None or row.organisation_id != organisation_id:
        raise NotFound
    db.session.execute(delete(Affiliation).where(Affiliation.id == affiliation_id))


def lock_years(codes: Iterable[str]) -> Mapping[str, list[Year]]:
    """Return the years that are entered for the organisations with these codes, by code.

    Nobody else enters one for them or changes these organisations until the caller's use case ends; rows that
    point at them, such as complaints, are written meanwhile.
    """
    query = (
        select(Organisation.id, Organisation.code)
        .where(Organisation.code.in_(list(codes)))
        # In one order: of two imports at once the second waits for the first, never each for the other.
        .order_by(Organisation.id)
        .with_for_update(key_share=True)
    )
    code_of = {row.id: row.code for row in db.session.execute(query)}
    found = _years_of(Affiliation.organisation_id.in_(list(code_of)))
    return {code_of[organisation_id]: years for organisation_id, years in found.items()}


def is_entered(year: Year, known: Iterable[Year]) -> bool:
    """Tell whether the days of a year are there already, however it is called."""
    return any((each.begins_on, each.ends_on) == (year.begins_on, year.ends_on) for each in known)


def insert_years(years: Sequence[tuple[int, Year]], *, by_id: int | None, now: datetime) -> None:
    """Write the years of many organisations, which were checked; part of the caller's use case."""
    insert_all([_row(organisation_id, year, by_id, now) for organisation_id, year in years])


def _years_of(condition: ColumnElement[bool]) -> Mapping[int, list[Year]]:
    columns = (
        Affiliation.organisation_id,
        Affiliation.label,
        Affiliation.begins_on,
        Affiliation.ends_on,
    )
    found: dict[int, list[Year]] = defaultdict(list)
    for row in db.session.execute(select(*columns).where(condition)):
        found[row.organisation_id].append(Year(row.label, row.begins_on, row.ends_on))
    return found


def _row(organisation_id: int, year: Year, by_id: int | None, now: datetime) -> Affiliation:
    return Affiliation(
        organisation_id=organisation_id,
        label=year.label,
        begins_on=year.begins_on,
        ends_on=year.ends_on,
        entered_at=now,
        entered_by_id=by_id,
    )
