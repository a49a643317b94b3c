"""What supervisors see of the outbox: how many mails wait, where each stands, and what came back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from helpdesk.core.errors import NotFound
from helpdesk.db import db
from helpdesk.outbox.models import MailBounce, OutgoingMail
from helpdesk.outbox.rules import UNSETTLED, Lane, Standing, State

RECENT = timedelta(hours=24)
MINUTE = timedelta(minutes=1)

STANDINGS: Mapping[Standing, ColumnElement[bool]] = {
    Standing.WAITING: OutgoingMail.state.in_(UNSETTLED),
    Standing.RETRYING: (OutgoingMail.state == State.QUEUED) & OutgoingMail.reason.is_not(None),
    Standing.SENT: OutgoingMail.state == State.SENT,
    Standing.DEAD: OutgoingMail.state == State.DEAD,
    Standing.HELD: OutgoingMail.state == State.HELD,
    Standing.DROPPED: OutgoingMail.state.in_((State.DISCARDED, State.EXPIRED)),
}
"""What each filter of the list of mails means."""


@dataclass(frozen=True)
class Queue:
    """How the outbox stands. `waiting` counts by lane; `oldest_due_at` is None when nothing is late."""

    waiting: dict[Lane, int]
    retrying: int
    sent_recently: int
    sent_in_a_minute: int
    dead: int
    oldest_due_at: datetime | None

    @property
    def left(self) -> int:
        """How many mails wait in all."""
        return sum(self.waiting.values())

    @property
    def minutes_left(self) -> int | None:
        """How long the queue takes at the pace of the last minute; None while nothing leaves."""
        return -(-self.left // self.sent_in_a_minute) if self.sent_in_a_minute else None


@dataclass(frozen=True)
class Wanted:
    """Which mails a list shows: of one standing, in one lane, about one thing; `before` is a row's id."""

    standing: Standing = Standing.WAITING
    lane: Lane | None = None
    thread: str = ""
    before: int | None = None


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
        sent_in_a_minute=_count(OutgoingMail.tried_at > now - MINUTE, OutgoingMail.state == State.SENT),
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
    return list_mails(Wanted(Standing.DEAD, before=before), limit=limit)


def list_mails(wanted: Wanted, *, limit: int) -> Sequence[OutgoingMail]:
    """Return the mails wanted, newest first."""
    found = select(OutgoingMail).where(STANDINGS[wanted.standing])
    if wanted.lane is not None:
        found = found.where(OutgoingMail.lane == wanted.lane)
    if wanted.thread:
        found = found.where(OutgoingMail.thread == wanted.thread)
    if wanted.before is not None:
        found = found.where(OutgoingMail.id < wanted.before)
    return db.session.scalars(found.order_by(OutgoingMail.id.desc()).limit(limit)).all()


def list_bounces(*, limit: int) -> Sequence[MailBounce]:
    """Return the last failure notices and complaints, newest first."""
    return db.session.scalars(select(MailBounce).order_by(MailBounce.id.desc()).limit(limit)).all()


def get_dead(mail_id: int) -> OutgoingMail:
    """Return a mail that was given up; raise NotFound for any other."""
    mail = db.session.get(OutgoingMail, mail_id)
    if mail is None or mail.state is not State.DEAD:
        raise NotFound
    return mail


def _count(*conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(OutgoingMail).where(*conditions)) or 0  # type: ignore[arg-type]
