"""Keeping a mail before anybody reads it: its raw bytes and where it comes from, in one commit.

Whoever hands a mail over may forget it once this returned, and not before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from helpdesk.db import db, insert_unless_taken, transactional
from helpdesk.intake.models import IncomingMail, Mailbox, RawMail
from helpdesk.intake.raw import Marks, marks_of
from helpdesk.intake.rules import KEPT_OF_LARGER, LARGEST, Source, State

TAKEN = "taken"
"""What stands for a mailbox where a mail was handed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A mail as it came: its bytes, what the envelope said, and its place in a mailbox if it had one."""

    raw: bytes
    is_cut: bool = False
    size: int = 0
    """Length of the whole mail when only its beginning is here."""
    envelope_from: str = ""
    envelope_to: str = ""
    uid: int | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder that fetched mails come from, as it was numbered then."""

    mailbox_id: int
    name: str
    uid_validity: int


@transactional
def keep(delivery: Delivery, *, now: datetime) -> int | None:
    """Keep a mail that was handed over; return its number, None when the very same came before."""
    return _keep(_shortened(delivery), None, now=now)


@transactional
def keep_fetched(deliveries: Sequence[Delivery], folder: Folder, *, now: datetime) -> int:
    """Keep mails of a folder; return how many of them were there before."""
    doubles = sum(_keep(_shortened(each), folder, now=now) is None for each in deliveries)
    counted = update(Mailbox).where(Mailbox.id == folder.mailbox_id)
    db.session.execute(counted.values(stored=Mailbox.stored + len(deliveries) - doubles))
    return doubles


def known_uids(folder: Folder, uids: Sequence[int]) -> set[int]:
    """Return which of these numbers are kept: they were left behind by a crash before they were moved.

    A server that tells no UIDVALIDITY may number its mails anew: its numbers say nothing.
    """
    if not folder.uid_validity:
        return set()
    query = (
        select(IncomingMail.uid)
        .where(IncomingMail.mailbox_id == folder.mailbox_id)
        .where(IncomingMail.uid_validity == folder.uid_validity)
        .where(IncomingMail.uid.in_(uids))
    )
    return {uid for uid in db.session.scalars(query) if uid is not None}


@transactional
def mailbox_row(name: str) -> Mailbox:
    """Return the row of a mailbox, made when there is none."""
    insert_unless_taken(Mailbox(name=name, waiting=0, fetched=0, doubles=0, stored=0))
    return db.session.scalars(select(Mailbox).where(Mailbox.name == name)).one()


def _keep(delivery: Delivery, folder: Folder | None, *, now: datetime) -> int | None:
    marks = marks_of(delivery.raw, mailbox=folder.name if folder else TAKEN)
    uid = delivery.uid if folder and folder.uid_validity else None
    kept = insert_unless_taken(_row(delivery, marks, folder, uid, now=now))
    if kept is None and uid is not None and not _is_here(marks):
        # Another mail has this number: two that differ are both kept, whatever the server counts.
        kept = insert_unless_taken(_row(delivery, marks, folder, None, now=now))
    if kept is None:
        return None
    db.session.execute(insert(RawMail), {"mail_id": kept.id, "content": delivery.raw})
    return kept.id


def _is_here(marks: Marks) -> bool:
    query = select(IncomingMail.id).where(
        IncomingMail.key == marks.key, IncomingMail.content == marks.content
    )
    return db.session.scalar(query) is not None


def _row(
    delivery: Delivery, marks: Marks, folder: Folder | None, uid: int | None, *, now: datetime
) -> IncomingMail:
    return IncomingMail(
        source=Source.IMAP if folder else Source.TAKEN,
        mailbox_id=folder.mailbox_id if folder else None,
        uid_validity=folder.uid_validity if folder else None,
        uid=uid,
        key=marks.key,
        content=marks.content,
        size=delivery.size or len(delivery.raw),
        is_cut=delivery.is_cut,
        envelope_from=delivery.envelope_from[:254],
        envelope_to=delivery.envelope_to[:254],
        received_at=now,
        state=State.RECEIVED,
        files=[],
    )


def _shortened(delivery: Delivery) -> Delivery:
    """Keep the beginning of a mail that is too large: its headers and the first of its text."""
    if len(delivery.raw) <= LARGEST:
        return delivery
    return Delivery(
        raw=delivery.raw[:KEPT_OF_LARGER],
        is_cut=True,
        size=max(delivery.size, len(delivery.raw)),
        envelope_from=delivery.envelope_from,
        envelope_to=delivery.envelope_to,
        uid=delivery.uid,
    )
