"""Mail that came in, as those who work here may see it, and how the mailboxes stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings
from helpdesk.core.errors import NotFound
from helpdesk.db import AnyRow, AnySelect, ask, db
from helpdesk.intake.fetching.service import configured
from helpdesk.intake.models import IncomingMail, Mailbox, RawMail
from helpdesk.intake.rules import State
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.work.duty import duty_of
from helpdesk.tickets.work.reach import reach_values, visible_to
from helpdesk.tickets.work.rules import COUNT_CAP

PAGE_SIZE = 25
COUNTED = (State.TO_CHECK, State.QUARANTINED, State.RECEIVED)
"""The tabs with a count: what should be empty."""
LATE_AFTER = timedelta(minutes=10)
"""How long a mailbox may go without a successful look, or a mail without being filed, before it is said."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A mail in a list."""

    id: int
    sender: str
    subject: str
    why: Any
    reference: str | None
    received_at: datetime


def list_mails(state: State, viewer: Viewer, *, now: datetime, before: int | None = None) -> Sequence[Listed]:
    """List the mails in a state that `viewer` may see, newest first, one more than a page."""
    condition, values = _visible(viewer, now)
    query = (
        select(
            IncomingMail.id,
            IncomingMail.from_name,
            IncomingMail.from_address,
            IncomingMail.subject,
            IncomingMail.why,
            Ticket.reference,
            IncomingMail.received_at,
        )
        .join(Ticket, Ticket.id == IncomingMail.ticket_id, isouter=True)
        .where(IncomingMail.state == state, condition)
        .order_by(IncomingMail.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if before is not None:
        query = query.where(IncomingMail.id < before)
    return [
        Listed(row[0], row[1] or row[2], row[3], row[4], row[5], row[6])
        for row in db.session.execute(query, values)
    ]


def get_mail(mail_id: int, viewer: Viewer, *, now: datetime) -> tuple[IncomingMail, Ticket | None]:
    """Return a mail that `viewer` may see, with the dossier it is about; raise NotFound."""
    condition, values = _visible(viewer, now)
    query = (
        select(IncomingMail, Ticket)
        .join(Ticket, Ticket.id == IncomingMail.ticket_id, isouter=True)
        .where(IncomingMail.id == mail_id, condition)
    )
    row = db.session.execute(query, values).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def find_raw(mail_id: int) -> bytes | None:
    """Return the bytes of a mail as they came, None once they are forgotten; the caller checked who asks."""
    return db.session.scalar(select(RawMail.content).where(RawMail.mail_id == mail_id))


def is_beginning(mail_id: int) -> bool:
    """Tell whether only the beginning of a mail was kept, because it was too large."""
    return bool(db.session.scalar(select(IncomingMail.is_cut).where(IncomingMail.id == mail_id)))


def has_raw(mail_id: int) -> bool:
    """Tell whether the bytes of a mail are still here."""
    return db.session.scalar(select(RawMail.mail_id).where(RawMail.mail_id == mail_id)) is not None


def count_open() -> dict[State, int]:
    """Count what should be empty, up to what lists show."""
    counts = [
        select(func.count())
        .select_from(
            select(IncomingMail.id).where(IncomingMail.state == state).limit(COUNT_CAP + 1).subquery()
        )
        .scalar_subquery()
        for state in COUNTED
    ]
    return dict(zip(COUNTED, db.session.execute(select(*counts)).one(), strict=True))


def list_waiting_on(ticket_id: int) -> Sequence[AnyRow]:
    """List the mails that wait about a dossier, and the one whose guess nobody has checked, as plain rows."""
    return ask(_waiting_on(), {"ticket_id": ticket_id}).all()


@cache
def _waiting_on() -> AnySelect:
    """Built once: every dossier that is opened asks, and hardly any has one."""
    return (
        select(*IncomingMail.__table__.columns)
        .where(IncomingMail.ticket_id == bindparam("ticket_id"))
        .where(or_(IncomingMail.state == State.TO_CHECK, IncomingMail.guess.is_not(None)))
        .order_by(IncomingMail.id)
        .limit(PAGE_SIZE)
    )


@dataclass(frozen=True, slots=True)
class MailboxStatus:
    """How a mailbox stands: when it last worked, what waits in it, and whether all that left it is here."""

    name: str
    ok_at: datetime | None
    failing_since: datetime | None
    last_error: str
    waiting: int
    fetched: int
    stored: int
    doubles: int
    is_late: bool

    @property
    def missing(self) -> int:
        """Mails that the server gave away at our word and that are not here: none, ever."""
        return max(self.fetched - self.doubles - self.stored, 0)

    @property
    def is_alarming(self) -> bool:
        """Tell whether somebody should look."""
        return self.is_late or self.missing > 0


def mailbox_status(*, now: datetime) -> list[MailboxStatus]:
    """Return how each configured mailbox stands, one that was never opened included."""
    if not configured():
        return []
    known = {box.name: box for box in db.session.scalars(select(Mailbox))}
    return [_status(each.name, known.get(each.name), now) for each in configured()]


def count_unfiled(*, now: datetime) -> int:
    """Count the mails that were kept a while ago and are not filed yet."""
    query = (
        select(func.count())
        .select_from(IncomingMail)
        .where(IncomingMail.state == State.RECEIVED, IncomingMail.received_at < now - LATE_AFTER)
    )
    return db.session.scalar(query) or 0


def _status(name: str, box: Mailbox | None, now: datetime) -> MailboxStatus:
    if box is None:
        return MailboxStatus(name, None, None, "", 0, 0, 0, 0, is_late=True)
    patience = max(LATE_AFTER, 3 * timedelta(seconds=settings().mailbox_poll_seconds))
    return MailboxStatus(
        name,
        box.ok_at,
        box.failing_since,
        box.last_error or "",
        box.waiting,
        box.fetched,
        box.stored,
        box.doubles,
        is_late=box.ok_at is None or box.ok_at < now - patience,
    )


def _visible(viewer: Viewer, now: datetime) -> tuple[ColumnElement[bool], dict[str, Any]]:
    """Say which mails somebody sees: those of the dossiers they see, and those of none."""
    alone = IncomingMail.ticket_id.is_(None)
    if not viewer.works_dossiers:
        return alone, {}
    reach = duty_of(viewer, now=now).reach
    return or_(alone, visible_to(reach)), reach_values(reach)
