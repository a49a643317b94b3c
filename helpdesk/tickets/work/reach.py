"""How far somebody sees, in SQL: what `rules.Reach` says of one dossier, said of all of them."""

from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, false, or_, true

from helpdesk.accounts.rules import Role
from helpdesk.accounts.viewer import Viewer
from helpdesk.desks.directory import Directory
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.work.rules import Reach

ticket = cast(Table, Ticket.__table__).c
"""The columns of dossiers: lists are read as plain rows, without the ORM's work on each."""


def reach_of(viewer: Viewer, directory: Directory) -> Reach:
    """Return for whom and for which desks `viewer` answers on the day of the directory."""
    answers_for = frozenset({viewer.id}) | directory.stood_in_for(viewer.id)
    return Reach(
        answers_for=answers_for,
        desk_ids=directory.desk_ids_of(answers_for),
        supervises=viewer.has(Role.SUPERVISOR),
    )


def visible_to(reach: Reach) -> ColumnElement[bool]:
    """Say in SQL what `Reach.sees` says of one dossier; the values come from `reach_values`."""
    return visible(sees_all=reach.supervises)


def reach_values(reach: Reach) -> dict[str, Any]:
    """Return the values that the conditions of this module leave open."""
    return {"desk_ids": sorted(reach.desk_ids), "answers_for": sorted(reach.answers_for)}


def visible(*, sees_all: bool) -> ColumnElement[bool]:
    """Say which dossiers are seen by who sees all of them, or by anybody else."""
    return true() if sees_all else or_(ticket.confidential == false(), at_own_desks(), own())


def own() -> ColumnElement[bool]:
    """Say which dossiers somebody has, or answers for today."""
    return ticket.assignee_id.in_(bindparam("answers_for", expanding=True))


def at_own_desks() -> ColumnElement[bool]:
    """Say which dossiers are at the desks somebody answers for today."""
    return ticket.desk_id.in_(bindparam("desk_ids", expanding=True))
