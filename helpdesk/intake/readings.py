"""Who of those who work here opened which mail, and when: a member's words may lie there before any dossier does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from helpdesk.accounts.models import Person
from helpdesk.accounts.viewer import Viewer
from helpdesk.db import db, transactional
from helpdesk.intake.models import IncomingMail, MailReading
from helpdesk.intake.rules import OPEN_STATES, Looked

ONCE_IN = timedelta(minutes=1)
"""A page that is loaded again, or its pictures one by one, are one reading."""
LISTED = 50


@dataclass(frozen=True, slots=True)
class Reading:
    """Who opened what of a mail; `name` is empty once that person is gone."""

    name: str
    what: Looked
    read_at: datetime


def note_page(mail: IncomingMail, *, by: Viewer, now: datetime) -> None:
    """Note that somebody opened the page of a mail that waits for a decision or belongs to no dossier.

    The page of any other says no more than its dossier, to the same people.
    """
    if mail.ticket_id is None or mail.state in OPEN_STATES:
        note(mail.id, Looked.PAGE, by=by, now=now)


def note(mail_id: int, what: Looked, *, by: Viewer, now: datetime) -> None:
    """Note that somebody opened this of a mail; what they opened a moment ago is noted already."""
    recent = exists().where(
        MailReading.mail_id == mail_id,
        MailReading.person_id == by.id,
        MailReading.what == what,
        MailReading.read_at > now - ONCE_IN,
    )
    if not db.session.scalar(select(recent)):
        _write(mail_id, what, by_id=by.id, now=now)


def list_readings(mail_id: int) -> Sequence[Reading]:
    """List who opened a mail, the latest first."""
    query = (
        select(Person.name, MailReading.what, MailReading.read_at)
        .select_from(MailReading)
        .join(Person, Person.id == MailReading.person_id, isouter=True)
        .where(MailReading.mail_id == mail_id)
        .order_by(MailReading.id.desc())
        .limit(LISTED)
    )
    return [Reading(row.name or "", row.what, row.read_at) for row in db.session.execute(query)]


@transactional
def _write(mail_id: int, what: Looked, *, by_id: int, now: datetime) -> None:
    db.session.add(MailReading(mail_id=mail_id, person_id=by_id, what=what, read_at=now))
