"""Turns of periodic jobs: leased by one worker, given back with what became of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from helpdesk.db import db, insert_unless_taken, transactional
from helpdesk.worker.models import Job

LEASE = timedelta(minutes=10)
"""How long a turn may last before another worker takes the job to be abandoned."""
AGAIN_AFTER = timedelta(minutes=5)
"""How soon a job that failed is tried again, unless its next turn is sooner."""
ERROR_LENGTH = 500


@transactional
def register(names: Iterable[str], *, now: datetime) -> None:
    """Give every job its row, due at once; a row that is there keeps its turn."""
    for name in names:
        insert_unless_taken(Job(name=name, next_run_at=now))


def list_due(*, now: datetime) -> set[str]:
    """Name the jobs whose turn has come and nobody runs."""
    free = or_(Job.lease_until.is_(None), Job.lease_until <= now)
    return set(db.session.scalars(select(Job.name).where(Job.next_run_at <= now, free)))


@transactional
def take_turn(name: str, *, now: datetime, worker: str) -> bool:
    """Lease a job that is due; False when another worker was quicker."""
    free = or_(Job.lease_until.is_(None), Job.lease_until <= now)
    result: Any = db.session.execute(
        update(Job)
        .where(Job.name == name, Job.next_run_at <= now, free)
        .values(lease_until=now + LEASE, leased_by=worker, last_started_at=now)
    )
    return bool(result.rowcount)


@transactional
def end_turn(name: str, *, now: datetime, worker: str, every: timedelta, error: str | None) -> None:
    """Write how a turn went and when the next one is; a lost lease changes nothing."""
    db.session.execute(
        update(Job)
        .where(Job.name == name, Job.leased_by == worker)
        .values(
            next_run_at=now + (every if error is None else min(every, AGAIN_AFTER)),
            lease_until=None,
            leased_by=None,
            **_outcome(error, now),
        )
    )


@transactional
def note_shared(name: str, *, now: datetime, every: timedelta, error: str | None) -> None:
    """Write that a shared job runs, for whoever watches over the workers."""
    db.session.execute(
        update(Job)
        .where(Job.name == name)
        .values(next_run_at=now + every, last_started_at=now, **_outcome(error, now))
    )


@transactional
def free_turns_of(workers: Iterable[str]) -> int:
    """Free the jobs that dead workers were running; return how many."""
    result: Any = db.session.execute(
        update(Job).where(Job.leased_by.in_(list(workers))).values(lease_until=None, leased_by=None)
    )
    return int(result.rowcount)


@transactional
def free_abandoned(*, now: datetime) -> None:
    """Free the jobs whose lease ran out."""
    db.session.execute(update(Job).where(Job.lease_until <= now).values(lease_until=None, leased_by=None))


def _outcome(error: str | None, now: datetime) -> dict[str, Any]:
    if error is None:
        return {"last_ok_at": now, "last_error": None}
    return {"last_error": error[:ERROR_LENGTH]}
