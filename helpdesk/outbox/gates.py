"""What may leave at this moment: lanes that somebody stopped, and how many mails a minute servers bear."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from helpdesk.config import settings
from helpdesk.core.errors import Refused
from helpdesk.core.identifiers import one_line
from helpdesk.db import db, transactional
from helpdesk.outbox.models import OutgoingMail, Pause
from helpdesk.outbox.rules import Lane
from helpdesk.web.i18n import gettext as _

ALL_LANES = "all"
MINUTE = timedelta(minutes=1)
BECAUSE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Gate:
    """What is shut. `only_urgent` and `full_domains` are the limits of mails a minute, which urgent mail passes."""

    paused: frozenset[str]
    only_urgent: bool
    full_domains: tuple[str, ...]

    @property
    def is_shut(self) -> bool:
        """Tell whether nothing at all may leave."""
        return ALL_LANES in self.paused or self.paused.issuperset(Lane)

    def lets_through(self) -> list[ColumnElement[bool]]:
        """Return the conditions of a mail that may leave, none when everything may."""
        is_urgent = OutgoingMail.lane == Lane.URGENT
        wanted: list[ColumnElement[bool]] = []
        if self.paused:
            wanted.append(OutgoingMail.lane.not_in([lane for lane in Lane if lane in self.paused]))
        if self.only_urgent:
            wanted.append(is_urgent)
        if self.full_domains:
            wanted.append(or_(is_urgent, OutgoingMail.domain.not_in(self.full_domains)))
        return wanted


def find_gate(*, now: datetime) -> Gate:
    """Return what may leave now."""
    paused = frozenset(db.session.scalars(select(Pause.lane)))
    chosen = settings()
    if not (chosen.mail_per_minute or chosen.mail_per_minute_and_domain):
        return Gate(paused, only_urgent=False, full_domains=())
    counts = _count_tried(now)
    most = chosen.mail_per_minute_and_domain
    return Gate(
        paused,
        only_urgent=bool(chosen.mail_per_minute) and sum(counts.values()) >= chosen.mail_per_minute,
        full_domains=tuple(domain for domain, count in counts.items() if most and count >= most),
    )


def list_pauses() -> Sequence[Pause]:
    """Return the lanes that somebody stopped."""
    return db.session.scalars(select(Pause).order_by(Pause.paused_at)).all()


@transactional
def pause(lane: str, *, by: str, because: str, now: datetime) -> None:
    """Stop a lane, or all of them for "all"; who did so and why is shown until it goes on."""
    reason = one_line(because)[:BECAUSE_LENGTH]
    if not reason:
        raise Refused(_("Dites pourquoi les envois sont suspendus : tout le monde lit cette raison."))
    db.session.merge(Pause(lane=lane, paused_by=by, because=reason, paused_at=now))


@transactional
def resume(lane: str) -> None:
    """Let a lane go on."""
    row = db.session.get(Pause, lane)
    if row is not None:
        db.session.delete(row)


def _count_tried(now: datetime) -> dict[str, int]:
    """Count what was handed over in the last minute, by domain."""
    query = (
        select(OutgoingMail.domain, func.count())
        .where(OutgoingMail.tried_at > now - MINUTE)
        .group_by(OutgoingMail.domain)
    )
    return {domain: int(count) for domain, count in db.session.execute(query)}
