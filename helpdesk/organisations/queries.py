"""Finding organisations, and who stands above or below whom on a given day.

The graph is walked by one recursive query, the same on SQLite and PostgreSQL; it ends on a cycle too,
because UNION drops what was already found.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, literal, or_, select, true, union_all
from sqlalchemy.orm import aliased

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.errors import NotFound
from helpdesk.core.identifiers import fold_key
from helpdesk.db import AnySelect, db
from helpdesk.organisations.models import Membership, Organisation, OrganisationContact, OrganisationLink
from helpdesk.organisations.rules import Line

SUGGESTIONS = 8


def get_organisation(organisation_id: int) -> Organisation:
    """Return the organisation, or raise NotFound."""
    found = db.session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound
    return found


def get_by_code(code: str) -> Organisation:
    """Return the organisation called `code`, or raise NotFound."""
    found = db.session.scalar(select(Organisation).where(Organisation.code == code))
    if found is None:
        raise NotFound
    return found


def find_by_code(code: str) -> Organisation | None:
    """Return the organisation called `code`, or None."""
    return db.session.scalar(select(Organisation).where(Organisation.code == code))


def list_by_ids(ids: Iterable[int]) -> Sequence[Organisation]:
    """List the organisations with these ids, by name."""
    query = select(Organisation).where(Organisation.id.in_(list(ids))).order_by(Organisation.name_key)
    return db.session.scalars(query).all()


def list_organisations(*, text: str = "", after: str = "", limit: int) -> Sequence[Organisation]:
    """List organisations by name, those after the key `after`; closed ones too."""
    query = select(Organisation).order_by(Organisation.name_key, Organisation.id).limit(limit)
    if after:
        query = query.where(Organisation.name_key > after)
    return db.session.scalars(query.where(*holds_words(text))).all()


def search_organisations(text: str, *, limit: int = SUGGESTIONS) -> Sequence[Organisation]:
    """List open organisations whose name holds every word of `text`, shortest names first."""
    words = holds_words(text)
    if not words:
        return []
    query = (
        select(Organisation)
        .where(Organisation.closed_on.is_(None))
        .where(*words)
        .order_by(Organisation.name_key)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def list_contacts(organisation_id: int) -> Sequence[OrganisationContact]:
    """List the contacts of an organisation, by function."""
    query = (
        select(OrganisationContact)
        .where(OrganisationContact.organisation_id == organisation_id)
        .order_by(OrganisationContact.function, OrganisationContact.id)
        .limit(50)
    )
    return db.session.scalars(query).all()


def ancestor_ids(organisation_id: int, on: date | None) -> frozenset[int]:
    """Return the organisation and all that stand above it on the day `on` (None: ever), along every line."""
    return _walk({organisation_id}, on, upwards=True)


def perimeter_ids(
    organisation_ids: frozenset[int], on: date, lines: frozenset[Line] | None = None
) -> frozenset[int]:
    """Return the organisations and all that stand below them on the day `on`, along `lines` (all by default).

    Source: « Information aux organisations », 19 April 2018: « les organisations relevant de votre périmètre ».
    """
    return _walk(set(organisation_ids), on, upwards=False, lines=lines)


def within_perimeter(organisation_ids: frozenset[int], on: date) -> AnySelect:
    """Return the perimeter as a query, for conditions: there may be more organisations than a list can name."""
    return _walking(set(organisation_ids), on, upwards=False)


def organisation_ids_of(viewer: Viewer, on: date) -> frozenset[int]:
    """Return the organisations that `viewer` speaks for on the day `on`."""
    query = (
        select(Membership.organisation_id)
        .where(Membership.person_id == viewer.id)
        .where(_holds(Membership.valid_from, Membership.valid_until, on))
    )
    return frozenset(db.session.scalars(query))


def list_places_above(viewer: Viewer, on: date) -> frozenset[tuple[str, Line | None]]:
    """Return the organisations that `viewer` speaks for (with None), and with each line those it leads up to.

    Each organisation stands above itself. One statement walks all lines at once.
    """
    lines = union_all(*(select(literal(line.value).label("line")) for line in Line)).subquery()
    own = (
        select(Membership.organisation_id.label("id"), lines.c.line.label("line"))
        .join(lines, true())
        .where(Membership.person_id == viewer.id)
        .where(_holds(Membership.valid_from, Membership.valid_until, on))
    )
    above = own.cte("above", recursive=True)
    onward = (
        select(OrganisationLink.parent_id, above.c.line)
        .join(above, OrganisationLink.child_id == above.c.id)
        .where(cast(OrganisationLink.line, String) == above.c.line)
        .where(_holds(OrganisationLink.valid_from, OrganisationLink.valid_until, on))
    )
    above = above.union(onward)
    alone = select(Membership.organisation_id).where(
        Membership.person_id == viewer.id, _holds(Membership.valid_from, Membership.valid_until, on)
    )
    rows = db.session.execute(
        select(Organisation.code, above.c.line, Organisation.id.in_(alone).label("is_own")).join(
            above, above.c.id == Organisation.id
        )
    ).all()
    found: set[tuple[str, Line | None]] = {(row.code, Line(row.line)) for row in rows}
    return frozenset(found | {(row.code, None) for row in rows if row.is_own})


def parents_of(organisation_id: int, on: date) -> Sequence[tuple[Organisation, Line]]:
    """List the direct parents on the day `on`, with the line."""
    return _neighbours(OrganisationLink.child_id, OrganisationLink.parent_id, organisation_id, on)


def children_of(organisation_id: int, on: date) -> Sequence[tuple[Organisation, Line]]:
    """List the direct children on the day `on`, with the line; 500 at most."""
    return _neighbours(OrganisationLink.parent_id, OrganisationLink.child_id, organisation_id, on)


def holds_words(text: str) -> list[ColumnElement[bool]]:
    """Say in SQL that a name holds each of the first words of `text`; nothing for a text without words."""
    words = fold_key(text[:200]).replace("%", " ").replace("_", " ").split()[:6]
    return [Organisation.name_key.contains(word) for word in words]


def _neighbours(here: Any, there: Any, organisation_id: int, on: date) -> Sequence[tuple[Organisation, Line]]:
    query = (
        select(Organisation, OrganisationLink.line)
        .join(OrganisationLink, Organisation.id == there)
        .where(here == organisation_id)
        .where(_holds(OrganisationLink.valid_from, OrganisationLink.valid_until, on))
        .order_by(OrganisationLink.line, Organisation.name_key)
        .limit(500)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _walk(
    start: set[int], on: date | None, *, upwards: bool, lines: frozenset[Line] | None = None
) -> frozenset[int]:
    if not start:
        return frozenset()
    return frozenset(db.session.scalars(_walking(start, on, upwards=upwards, lines=lines)))


def _walking(
    start: set[int], on: date | None, *, upwards: bool, lines: frozenset[Line] | None = None
) -> AnySelect:
    here, there = OrganisationLink.child_id, OrganisationLink.parent_id
    if not upwards:
        here, there = there, here
    step = aliased(OrganisationLink)
    here, there = getattr(step, here.key), getattr(step, there.key)
    reached = (
        select(Organisation.id.label("id")).where(Organisation.id.in_(start)).cte("reached", recursive=True)
    )
    onward = (
        select(there)
        .join(reached, here == reached.c.id)
        .where(_holds(step.valid_from, step.valid_until, on) if on else true())
    )
    if lines is not None:
        onward = onward.where(step.line.in_(lines))
    reached = reached.union(onward)
    return select(reached.c.id)


def _holds(valid_from: Any, valid_until: Any, on: date) -> ColumnElement[bool]:
    """Say in SQL that a dated row holds on the day `on`, both ends included."""
    return and_(
        or_(valid_from.is_(None), valid_from <= on),
        or_(valid_until.is_(None), valid_until >= on),
    )
