"""Keeping what somebody chose about mails."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete

from helpdesk.db import db, transactional
from helpdesk.desks.mailing.queries import find_habit, list_own_desks
from helpdesk.desks.mailing.rules import Rhythm
from helpdesk.outbox.preferences.models import MailHabit, NoticeChoice
from helpdesk.outbox.preferences.queries import notices
from helpdesk.outbox.preferences.rules import ANYWHERE, Timing


@dataclass(frozen=True)
class Wishes:
    """What somebody chose: timings by scope and event, when the digest comes, and whether mails hold links only."""

    timings: Mapping[tuple[str, str], Timing]
    rhythm: Rhythm
    link_only: bool


@transactional
def save_wishes(person_id: int, wishes: Wishes) -> None:
    """Replace what somebody chose. Only what may be chosen, about desks of their own, is kept."""
    scopes = {ANYWHERE, *(scope for scope, _name in list_own_desks(person_id))}
    db.session.execute(delete(NoticeChoice).where(NoticeChoice.person_id == person_id))
    db.session.add_all(
        NoticeChoice(person_id=person_id, scope=scope, event=event, timing=timing)
        for (scope, event), timing in wishes.timings.items()
        if scope in scopes and event in notices() and not notices()[event].required
    )
    habit = find_habit(person_id)
    if habit is None:
        habit = MailHabit(person_id=person_id, digested_at=None)
        db.session.add(habit)
    rhythm = wishes.rhythm
    habit.digest, habit.weekday, habit.hour = rhythm.every, rhythm.weekday, rhythm.hour
    habit.link_only = wishes.link_only
