"""What supervisors see of the outbox: how many mails wait, and which ones could not be delivered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from helpdesk.core.errors import NotFound
from helpdesk.db import db
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.rules import UNSETTLED, Lane, State

RECENT = timedelta(hours=24)


@dataclass(frozen=True)
class Queue:
    """How the outbox stands. `waiting` counts by lane; `oldest_due_at` is None when nothing is late."""

    waiting: dict[Lane, int]
    retrying: int
    sent_recently: int
    dead: int
    oldest_due_at: datetime | None


def count_queue(*, now: datetime) -> Queue:
    """Count what waits, what is tried again, what left in the last 24 hours and what is given up."""
    unsettled = OutgoingMail.state.in_(UNSETTLED)
    by_lane = db.session.execute(
        select(OutgoingMail.lane, func.count()).where(unsettled).group_by(OutgoingMail.lane)
    ).all()
    counted = {lane: int(count) for lane, count in by_lane}
    return Queue(
        waiting={lane: counted.get(lane, 0) for lane in Lane},
        retrying=_count(OutgoingMail.state == State.QUEUED, OutgoingMail.reason.is_not(None)),
        sent_recently=_count(OutgoingMail.state == State.SENT, OutgoingMail.sent_at > now - RECENT),
        dead=count_dead(),
        oldest_due_at=db.session.scalar(
            select(func.min(OutgoingMail.not_before)).where(
                OutgoingMail.state == State.QUEUED, OutgoingMail.not_before <= now
            )
        ),
    )


def count_dead() -> int:
    """Count the mails that were given up and nobody has settled yet."""
    return _count(OutgoingMail.state == State.DEAD)


def list_dead(*, limit: int, before: int | None = None) -> Sequence[OutgoingMail]:
    """Return the mails given up, newest first, those with an id under `before` only."""
    dead = select(OutgoingMail).where(OutgoingMail.state == State.DEAD)
    if before is not None:
        dead = dead.where(OutgoingMail.id < before)
    return db.session.scalars(dead.order_by(OutgoingMail.id.desc()).limit(limit)).all()


def get_dead(mail_id: int) -> OutgoingMail:
    """Return a mail that was given up; raise NotFound for any other."""
    mail = db.session.get(OutgoingMail, mail_id)
    if mail is None or mail.state is not State.DEAD:
        raise NotFound
    return mail


def _count(*conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(OutgoingMail).where(*conditions)) or 0  # type: ignore[arg-type]
