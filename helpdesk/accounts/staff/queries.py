"""The people whom a viewer may see: everybody for a system administrator, the desks for a supervisor."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select, tuple_

from helpdesk.accounts.models import Person, RoleGrant
from helpdesk.accounts.rules import DESK, Role
from helpdesk.accounts.staff.rules import PEOPLE_PER_PAGE, may_manage
from helpdesk.accounts.viewer import Viewer
from helpdesk.core.errors import NotFound
from helpdesk.db import db


def get_colleague(person_id: int, viewer: Viewer) -> Person:
    """Return a person whom `viewer` may see; raise NotFound."""
    person = db.session.scalar(select(Person).where(Person.id == person_id, *_seen_by(viewer)))
    if person is None:
        raise NotFound
    return person


def list_people(viewer: Viewer, *, search: str = "", after: int | None = None) -> Sequence[Person]:
    """List one page of people by name, and one more if there are; `after`: the last one of the page before."""
    statement = (
        select(Person).where(*_seen_by(viewer)).order_by(Person.name, Person.id).limit(PEOPLE_PER_PAGE + 1)
    )
    if search:
        found = (
            Person.name.icontains(search, autoescape=True),
            Person.email.icontains(search, autoescape=True),
        )
        statement = statement.where(or_(*found))
    if after is not None:
        last = select(Person.name, Person.id).where(Person.id == after).scalar_subquery()
        statement = statement.where(tuple_(Person.name, Person.id) > last)
    return db.session.scalars(statement).all()


def count_other_sysadmins(person_id: int) -> int:
    """Return how many other people can administer the site, and keep it so until the transaction ends."""
    held = (
        select(Person.id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.SYSADMIN, Person.disabled_at.is_(None))
        .order_by(Person.id)
        .with_for_update()
    )
    return sum(found != person_id for found in db.session.scalars(held))


def _seen_by(viewer: Viewer) -> list[ColumnElement[bool]]:
    if may_manage(viewer.roles):
        return []
    return [Person.id.in_(select(RoleGrant.person_id).where(RoleGrant.role.in_(DESK)))]
