"""What the outbox gave up and no history tells yet, and what left after all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from helpdesk.db import db
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.rules import State
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.undelivered.models import UndeliveredMail

AT_MOST = 200
"""Mails looked at by one statement."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A mail that was given up; `reason` is the value of `outbox.rules.Reason`, empty when unknown."""

    mail_id: int
    message_id: str
    thread: str
    address: str
    reason: str


def list_untold(thread_prefix: str, *, after: int = 0) -> Sequence[Failed]:
    """List the mails given up whose thread begins so and that no history tells yet, oldest first, above an id.

    One that was sent again, was told to have left and then came back is among them.
    """
    told = (
        select(UndeliveredMail.id)
        .where(UndeliveredMail.message_id == OutgoingMail.message_id)
        .where(UndeliveredMail.delivered_at.is_(None))
    )
    return list_failed(thread_prefix, ~told.exists(), after=after)


def list_failed(thread_prefix: str, *conditions: ColumnElement[bool], after: int = 0) -> Sequence[Failed]:
    """List the mails given up whose thread begins so and of which these hold, oldest first, above an id."""
    query = (
        select(
            OutgoingMail.id,
            OutgoingMail.message_id,
            OutgoingMail.thread,
            OutgoingMail.to_address,
            OutgoingMail.reason,
        )
        .where(OutgoingMail.state == State.DEAD, OutgoingMail.id > after)
        .where(OutgoingMail.thread.startswith(thread_prefix, autoescape=True))
        .where(*conditions)
        .order_by(OutgoingMail.id)
        .limit(AT_MOST)
    )
    return [
        Failed(row.id, row.message_id, row.thread, row.to_address, row.reason.value if row.reason else "")
        for row in db.session.execute(query)
    ]


def list_delivered_after_all() -> Sequence[int]:
    """List the mails that were told about and have left since, by the id of what was told."""
    query = (
        select(UndeliveredMail.id)
        .join(OutgoingMail, OutgoingMail.message_id == UndeliveredMail.message_id)
        .where(UndeliveredMail.delivered_at.is_(None))
        .where(OutgoingMail.state == State.SENT)
        .order_by(UndeliveredMail.id)
        .limit(AT_MOST)
    )
    return db.session.scalars(query).all()


def ticket_ids_by_thread(threads: Sequence[str]) -> Mapping[str, int]:
    """Return the dossiers that these threads, `ticket:K7Q-482`, are about."""
    references = {thread.partition(":")[2]: thread for thread in threads}
    query = select(Ticket.reference, Ticket.id).where(Ticket.reference.in_(references))
    return {references[row.reference]: row.id for row in db.session.execute(query)}
