"""Whether the service can do its work: the database answers, its tables are this version's, the worker lives."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, inspect, or_, select, text

from helpdesk.db import db
from helpdesk.places import newest_revision
from helpdesk.worker.models import Job

GRACE = timedelta(minutes=2)
"""How long after its time a job may still be waiting for a worker."""


def current_revision(connection: Connection) -> str | None:
    """Return the revision of the database, None when it was never migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def is_migrated(connection: Connection) -> bool:
    """Tell whether the database is at this program's revision."""
    return current_revision(connection) == newest_revision()


def list_late(names: Collection[str], *, now: datetime) -> list[str]:
    """Return those of the jobs `names` that nobody has started though their turn came a while ago."""
    in_time = (
        select(Job.name)
        .where(Job.name.in_(names))
        .where(or_(Job.next_run_at >= now - GRACE, Job.lease_until >= now))
    )
    return sorted(set(names) - set(db.session.scalars(in_time)))
