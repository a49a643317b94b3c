"""The mail that gathers what was kept for it: nothing when nothing happened."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from helpdesk.accounts.models import Person
from helpdesk.db import db, transactional
from helpdesk.desks.mailing.queries import (
    find_habit,
    list_people_with_held_mails,
    lock_held_mails,
    rhythm_of,
)
from helpdesk.desks.mailing.rules import digest_due_at
from helpdesk.outbox.leases import EMPTY
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.preferences.models import MailHabit
from helpdesk.outbox.rules import Reason, State
from helpdesk.outbox.service import Envelope, post
from helpdesk.web.context import support_hours

log = logging.getLogger(__name__)

TICKET = "ticket:"


@dataclass(frozen=True, slots=True)
class Line:
    """What a digest says about one kind of notice of one dossier; `reference` is empty for anything else."""

    subject: str
    reference: str
    count: int


def send_digests(*, now: datetime) -> int:
    """Write the digests whose hour has come, each in its own transaction; return how many."""
    people = list_people_with_held_mails()
    db.session.rollback()
    return sum(_alone(person_id, now) for person_id in people)


def _alone(person_id: int, now: datetime) -> bool:
    try:
        return _send(person_id, now=now)
    except Exception:
        log.exception("a digest could not be written: person %s", person_id)
        return False


@transactional
def _send(person_id: int, *, now: datetime) -> bool:
    mails, habit = lock_held_mails(person_id), find_habit(person_id)
    if not mails or now < _due_at(mails, habit):
        return False
    person = db.session.get(Person, person_id)
    is_here = person is not None and person.disabled_at is None
    if person is not None and is_here:
        post("desks/digest", Envelope(to=person.email, lang=person.lang), now=now, lines=_lines(mails))
        _note(person_id, habit, now)
    for mail in mails:
        mail.state, mail.reason = State.DISCARDED, Reason.DIGESTED
        for name, value in EMPTY.items():
            setattr(mail, name, value)
    return is_here


def _due_at(mails: Sequence[OutgoingMail], habit: MailHabit | None) -> datetime:
    """Return when the digest is due, counted from the last one or from the first notice that waits."""
    first = min(mail.created_at for mail in mails)
    last = habit.digested_at if habit else None
    return digest_due_at(max(first, last) if last else first, rhythm=rhythm_of(habit), hours=support_hours())


def _lines(mails: Sequence[OutgoingMail]) -> list[Line]:
    """Gather the notices by subject, in the order of the first of each."""
    counts: dict[tuple[str, str], int] = {}
    for mail in mails:
        key = (mail.subject, (mail.thread or "").removeprefix(TICKET) if _is_dossier(mail) else "")
        counts[key] = counts.get(key, 0) + 1
    return [Line(subject, reference, count) for (subject, reference), count in counts.items()]


def _is_dossier(mail: OutgoingMail) -> bool:
    return mail.thread is not None and mail.thread.startswith(TICKET)


def _note(person_id: int, habit: MailHabit | None, now: datetime) -> None:
    if habit is None:
        rhythm = rhythm_of(None)
        habit = MailHabit(
            person_id=person_id,
            link_only=False,
            digest=rhythm.every,
            weekday=rhythm.weekday,
            hour=rhythm.hour,
        )
        db.session.add(habit)
    habit.digested_at = now
