"""The statements of lists, built once for each shape: building one costs more than running it.

Their values are left open: `desk_ids` and `answers_for` (see `work.reach`), `soon`, `since`, `limit`, and
what a shape asks for: `desk_id`, `category`, `severity`, `after_at`, `after_id`, `word_0`, `phone`, `organisation_0`…
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Table,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from helpdesk.accounts.models import Person
from helpdesk.core.topics import Severity
from helpdesk.db import UTCDateTime
from helpdesk.organisations.models import Organisation
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import ACTIVE, Status
from helpdesk.tickets.work.reach import at_own_desks, own, ticket, visible
from helpdesk.tickets.work.rules import COUNT_CAP, COUNTED, OWN_DESKS, Order, View, order_of

# Tables and not classes: a list is read as plain rows, without the ORM's work on each.
person = cast(Table, Person.__table__).c
organisation = cast(Table, Organisation.__table__).c


def _one_of(*statuses: Status) -> ColumnElement[bool]:
    """Write a condition word for word as a partial index has it: SQLite uses the index for nothing else."""
    return ticket.status.in_([literal_column(f"'{status.value}'") for status in statuses])


ACTIVE_ROWS = _one_of(*(status for status in Status if status in ACTIVE))
BY_CHANGE_ROWS = _one_of(Status.WAITING, Status.ESCALATED, Status.RESOLVED)

CAP: Any = literal_column(str(COUNT_CAP + 1))


class Listed(NamedTuple):
    """A row of a list, which is asked for each of its values several times; `_LIST` has the columns in this order."""

    id: int
    reference: str
    status: Status
    subject: str
    severity: Severity
    confidential: bool
    requester_name: str
    organisation_text: str
    desk_id: int
    due_at: datetime | None
    updated_at: datetime
    mail_failure: str | None
    assignee: str | None


_LIST = (*(ticket[name] for name in Listed._fields[:-1]), person.name.label("assignee"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Hold what a list's statement looks like, whatever its values."""

    view: View
    sees_all: bool
    own_desks: bool = False
    one_desk: bool = False
    category: bool = False
    severity: bool = False
    organisation_words: int = 0
    words: int = 0
    phone: bool = False
    after: bool = False
    after_undated: bool = False


@cache
def count_statement(*, sees_all: bool, has_desk: bool) -> Any:
    """Return the statement that counts every list shown beside a page, in the order of `COUNTED`."""
    counts = []
    for view in COUNTED:
        shape = Shape(view=view, sees_all=sees_all, own_desks=has_desk and view in OWN_DESKS)
        found = select(ticket.id).where(*_conditions(shape)).limit(CAP).subquery()
        counts.append(select(func.count()).select_from(found).scalar_subquery().label(view.name))
    return select(*counts)


@cache
def list_statement(shape: Shape) -> Any:
    """Return the statement that reads a list of that shape."""
    order = order_of(shape.view)
    if order is Order.DUE:
        return _by_due(shape)
    query = _rows(shape)
    if order is Order.NEWEST:
        query = query.order_by(ticket.id.desc())
        return query.where(ticket.id < bindparam("after_id")) if shape.after else query
    place = tuple_(ticket.updated_at, ticket.id)
    if order is Order.WAITING_LONGEST:
        query = query.order_by(ticket.updated_at, ticket.id)
        return query.where(place > _cursor()) if shape.after else query
    query = query.order_by(ticket.updated_at.desc(), ticket.id.desc())
    return query.where(place < _cursor()) if shape.after else query


def _by_due(shape: Shape) -> Any:
    """Rows by deadline, then those without one: two reads of the index, of one page at most each."""
    undated = _rows(shape).where(ticket.due_at.is_(None)).order_by(ticket.id)
    if shape.after_undated:
        return undated.where(ticket.id > bindparam("after_id"))
    dated = _rows(shape).where(ticket.due_at.is_not(None)).order_by(ticket.due_at, ticket.id)
    if shape.after:
        dated = dated.where(tuple_(ticket.due_at, ticket.id) > _cursor())
    both = union_all(select(dated.subquery()), select(undated.subquery())).subquery()
    in_order = select(both).order_by(both.c.due_at.is_(None), both.c.due_at, both.c.id)
    return in_order.limit(bindparam("limit"))


def _cursor() -> Any:
    return tuple_(bindparam("after_at", type_=UTCDateTime()), bindparam("after_id"))


def _rows(shape: Shape) -> Any:
    return (
        select(*_LIST)
        .select_from(cast(Table, Ticket.__table__))
        .join(cast(Table, Person.__table__), person.id == ticket.assignee_id, isouter=True)
        .where(*_conditions(shape), *_filters(shape))
        .limit(bindparam("limit"))
    )


def _conditions(shape: Shape) -> list[ColumnElement[bool]]:
    """Say in SQL which dossiers a list holds for who may see them."""
    since = bindparam("since", type_=UTCDateTime())
    per_view: dict[View, list[ColumnElement[bool]]] = {
        View.TO_DO: [ACTIVE_ROWS, _one_of(Status.NEW, Status.OPEN)],
        View.DUE_SOON: [ACTIVE_ROWS, ticket.due_at <= bindparam("soon", type_=UTCDateTime())],
        View.MINE: [ACTIVE_ROWS, own()],
        View.UNASSIGNED: [ACTIVE_ROWS, ticket.assignee_id.is_(None)],
        View.WAITING: [BY_CHANGE_ROWS, _one_of(Status.WAITING)],
        View.ESCALATED: [BY_CHANGE_ROWS, _one_of(Status.ESCALATED)],
        # A dossier changes when it is resolved or later: this is what the index can use.
        View.RESOLVED: [
            BY_CHANGE_ROWS,
            _one_of(Status.RESOLVED),
            ticket.updated_at >= since,
            ticket.resolved_at >= since,
        ],
        View.ALL: [],
    }
    if shape.own_desks:
        # Who answers for a desk or a dossier sees it: nothing else is to be asked.
        return [*per_view[shape.view], _of_own_desks(shape.view)]
    if shape.view is View.MINE:
        return per_view[shape.view]
    return [*per_view[shape.view], visible(sees_all=shape.sees_all)]


def _of_own_desks(view: View) -> ColumnElement[bool]:
    if view is View.TO_DO:
        return or_(and_(at_own_desks(), ticket.assignee_id.is_(None)), own())
    return or_(at_own_desks(), own())


def _filters(shape: Shape) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if shape.one_desk:
        filters.append(ticket.desk_id == bindparam("desk_id"))
    if shape.category:
        filters.append(ticket.category == bindparam("category"))
    if shape.severity:
        filters.append(ticket.severity == bindparam("severity", type_=ticket.severity.type))
    if shape.organisation_words:
        holds = _holds(organisation.name_key, "organisation", shape.organisation_words)
        filters.append(ticket.organisation_id.in_(select(organisation.id).where(*holds)))
    if shape.words:
        # By ids, so that one narrow index is read through rather than every row.
        other = cast(Table, Ticket.__table__).alias()
        holds = _holds(other.c.find_key, "word", shape.words)
        found = and_(*holds)
        if shape.phone:
            found = or_(found, other.c.requester_phone == bindparam("phone"))
        filters.append(ticket.id.in_(select(other.c.id).where(found)))
    return filters


def _holds(key: Any, name: str, number: int) -> list[ColumnElement[bool]]:
    return [key.like(bindparam(f"{name}_{place}"), escape="/") for place in range(number)]
