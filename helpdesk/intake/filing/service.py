"""Filing what was kept: take a mail, read it in a killable child, do what it asks in one transaction.

No transaction is open while a mail is read and its files are stored. Any number of workers may file at once; a
mail whose worker died is taken up again, and nothing of the first try is there.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, exists, or_, select, update

from helpdesk.core.errors import Refused
from helpdesk.db import AnySelect, UTCDateTime, db, transactional
from helpdesk.intake.filing.case import Material
from helpdesk.intake.filing.files import NoRoom, Taken, take_files
from helpdesk.intake.filing.outcomes import settle
from helpdesk.intake.models import IncomingMail, RawMail
from helpdesk.intake.reading import Reader
from helpdesk.intake.rules import ATTEMPTS, State, Why
from helpdesk.tickets.files.service import forget

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
"""How long a mail is kept from other workers; longer than reading and filing it takes."""
AGAIN_AFTER = timedelta(minutes=1)
UNAVAILABLE = 500
"""Status from which a refusal is about us, not about what was asked."""
BUDGET = timedelta(seconds=5)
"""How long one run lasts, so that whoever runs it also does its other work."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a worker: who it is, when it began, and how long it may last."""

    worker: str
    began_at: datetime
    began_ticks: float
    budget: timedelta
    is_stopping: Callable[[], bool]

    def now(self) -> datetime:
        """Return the present instant, counted from the beginning of the run."""
        return self.began_at + self._passed()

    def goes_on(self) -> bool:
        """Tell whether there is time for one more mail."""
        return self._passed() < self.budget and not self.is_stopping()

    def _passed(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self.began_ticks)


def file_waiting(
    *,
    now: datetime,
    worker: str,
    budget: timedelta = BUDGET,
    is_stopping: Callable[[], bool] = lambda: False,
) -> int:
    """File mails that wait, oldest first, for as long as the budget lasts; return how many were taken up."""
    if is_stopping() or not _is_anything_due(now):
        return 0
    run = Run(worker, now, time.monotonic(), budget, is_stopping)
    taken = 0
    with Reader() as reader:
        mail_id = _take_next(run)
        while mail_id is not None:
            taken += 1
            mail_id = _file(mail_id, reader, run)
    return taken


def _file(mail_id: int, reader: Reader, run: Run) -> int | None:
    """File a mail that this worker holds; return the next one, None when the run ends here.

    What goes wrong with one mail is noted on it, and it is tried again later. The run ends when no mail can be
    filed now, for want of room or of a desk.
    """
    taken = Taken((), ())
    try:
        raw, is_cut = tuple(db.session.execute(_raw_of(mail_id)).one())
        # Reading began a transaction: end it, since the child may take its time.
        db.session.rollback()
        read = reader.read(raw)
        taken = take_files(read.attachments, is_cut=is_cut)
        used, following = _settle_and_take(
            Material(mail_id=mail_id, read=read, taken=taken, now=run.now()), run
        )
    except Exception as error:
        db.session.rollback()
        forget(taken.kept)
        return _after_failure(mail_id, error, run)
    if not used:
        forget(taken.kept)
    return following


def _raw_of(mail_id: int) -> AnySelect:
    query = select(RawMail.content, IncomingMail.is_cut)
    return query.join(IncomingMail, IncomingMail.id == RawMail.mail_id).where(RawMail.mail_id == mail_id)


@transactional
def _settle_and_take(material: Material, run: Run) -> tuple[bool, int | None]:
    """Do what a mail asks and take the next in one wait for the disk; the first value tells of its files."""
    used = settle(material, worker=run.worker)
    return used, _take_next(run) if run.goes_on() else None


def _after_failure(mail_id: int, error: Exception, run: Run) -> int | None:
    is_the_mails = not _is_for_all(error)
    if is_the_mails:
        log.error("mail %s could not be filed", mail_id, exc_info=error)
    else:
        log.warning("mail that came in waits: %s", error)
    _put_back(mail_id, worker=run.worker, now=run.now(), counts=is_the_mails)
    return _take_next(run) if is_the_mails and run.goes_on() else None


@transactional
def free_mails_of(workers: list[str]) -> int:
    """Free the mails that dead workers held; return how many."""
    result: Any = db.session.execute(
        update(IncomingMail)
        .where(IncomingMail.state == State.RECEIVED, IncomingMail.leased_by.in_(workers))
        .values(lease_until=None, leased_by=None)
    )
    return int(result.rowcount)


def _is_for_all(error: Exception) -> bool:
    """Tell whether the next mail would fail as well: the helpdesk itself cannot take anything now."""
    return isinstance(error, NoRoom) or (isinstance(error, Refused) and error.status >= UNAVAILABLE)


def _is_anything_due(now: datetime) -> bool:
    return bool(db.session.scalar(select(exists().where(IncomingMail.state == State.RECEIVED, *_free(now)))))


def _free(now: datetime | BindParameter[datetime]) -> list[ColumnElement[bool]]:
    return [
        or_(IncomingMail.lease_until.is_(None), IncomingMail.lease_until <= now),
        or_(IncomingMail.not_before.is_(None), IncomingMail.not_before <= now),
    ]


@transactional
def _take_next(run: Run) -> int | None:
    """Lease the oldest mail that waits."""
    now = run.now()
    values = {"now": now, "until": now + LEASE, "worker": run.worker}
    row = db.session.execute(_claim(), values).one_or_none()
    if row is None:
        return None
    if row.attempts > ATTEMPTS:
        # It killed its worker time and again, or fails whatever is done.
        _set_apart(row.id, now)
        return _take_next(run)
    found: int = row.id
    return found


@cache
def _claim() -> Any:
    """Return the statement that takes a mail, built once; SKIP LOCKED lets several workers take different ones."""
    now = bindparam("now", type_=UTCDateTime())
    oldest = (
        select(IncomingMail.id)
        .where(IncomingMail.state == State.RECEIVED, *_free(now))
        .order_by(IncomingMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .cte("oldest")
    )
    return (
        update(IncomingMail)
        .where(IncomingMail.id.in_(select(oldest.c.id)))
        .values(
            lease_until=bindparam("until", type_=UTCDateTime()),
            leased_by=bindparam("worker"),
            attempts=IncomingMail.attempts + 1,
        )
        .returning(IncomingMail.id, IncomingMail.attempts)
        .execution_options(synchronize_session=False)
    )


def _set_apart(mail_id: int, now: datetime) -> None:
    db.session.execute(
        update(IncomingMail)
        .where(IncomingMail.id == mail_id)
        .values(state=State.QUARANTINED, why=Why.FAILED, settled_at=now, lease_until=None, leased_by=None)
    )


@transactional
def _put_back(mail_id: int, *, worker: str, now: datetime, counts: bool) -> None:
    values: dict[str, Any] = {"lease_until": None, "leased_by": None, "not_before": now + AGAIN_AFTER}
    if not counts:
        values["attempts"] = IncomingMail.attempts - 1
    db.session.execute(
        update(IncomingMail)
        .where(IncomingMail.id == mail_id, IncomingMail.state == State.RECEIVED)
        .where(IncomingMail.leased_by == worker)
        .values(**values)
    )
