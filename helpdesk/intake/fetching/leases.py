"""Which worker owns a mailbox, and what became of its last look. Each is a short transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, update

from helpdesk.db import db, transactional
from helpdesk.intake.models import Mailbox

LEASE = timedelta(seconds=120)
"""How long a mailbox stays with a worker that says nothing; longer than one exchange with the server takes."""
ERROR_LENGTH = 300


@transactional
def own(mailbox_id: int, *, worker: str, now: datetime) -> bool:
    """Take or keep a mailbox; False when another worker has it."""
    free = or_(Mailbox.lease_until.is_(None), Mailbox.lease_until <= now, Mailbox.leased_by == worker)
    return _changed(mailbox_id, free, lease_until=now + LEASE, leased_by=worker, tried_at=now)


@transactional
def give_back(mailbox_id: int, *, worker: str) -> None:
    """Leave a mailbox to other workers."""
    _changed(mailbox_id, Mailbox.leased_by == worker, lease_until=None, leased_by=None)


@transactional
def note_moved(mailbox_id: int, *, moved: int, doubles: int) -> None:
    """Count what the server moved away at our word."""
    _changed(mailbox_id, fetched=Mailbox.fetched + moved, doubles=Mailbox.doubles + doubles)


@transactional
def note_success(mailbox_id: int, *, waiting: int, now: datetime) -> None:
    """Write that the mailbox was looked at, and how many mails are left in it."""
    _changed(mailbox_id, waiting=waiting, ok_at=now, tried_at=now, failing_since=None, last_error=None)


@transactional
def note_failure(mailbox_id: int, sentence: str, *, now: datetime) -> None:
    """Write that the mailbox could not be used, since when, and why."""
    _changed(mailbox_id, Mailbox.failing_since.is_(None), failing_since=now)
    _changed(mailbox_id, last_error=sentence[:ERROR_LENGTH], tried_at=now)


@transactional
def free_mailboxes_of(workers: Iterable[str]) -> int:
    """Free the mailboxes of dead workers; return how many."""
    result: Any = db.session.execute(
        update(Mailbox).where(Mailbox.leased_by.in_(list(workers))).values(lease_until=None, leased_by=None)
    )
    return int(result.rowcount)


def _changed(mailbox_id: int, *conditions: Any, **values: Any) -> bool:
    result: Any = db.session.execute(
        update(Mailbox)
        .where(Mailbox.id == mailbox_id, *conditions)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)
