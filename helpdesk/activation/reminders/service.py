"""Wanting reminders, and writing their mails: the first by a person or the clock, the second by the worker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from helpdesk.accounts.rules import Role
from helpdesk.activation.journeys import Journeys, list_journeys
from helpdesk.activation.links.service import new_link
from helpdesk.activation.models import Reminder, StepDone
from helpdesk.activation.reminders.queries import list_reachable, lock_waiting
from helpdesk.activation.reminders.rules import ReminderState
from helpdesk.activation.rules import NAME_LENGTH, Asker, place_of, step_at
from helpdesk.activation.standings import Standings, Wanted
from helpdesk.config import settings
from helpdesk.db import db, insert_all, transactional
from helpdesk.faq.journeys.rules import NOT_STARTED, Journey
from helpdesk.organisations.models import Organisation
from helpdesk.outbox.rendering import Letter, render_mail
from helpdesk.outbox.rules import Lane
from helpdesk.outbox.service import Envelope, post
from helpdesk.web.i18n import SOURCE_LANGUAGE

EVENT = "activation/reminder"
BATCH = 50
"""How many mails are written in one transaction."""
EVERYWHERE = Asker(roles=frozenset({Role.ADMINISTRATOR}))
"""What the clock looks at."""


@dataclass(frozen=True)
class Choice:
    """Which organisations to remind: those at `wanted.place`, narrowed as lists are."""

    standings: Standings
    wanted: Wanted
    by_name: str = ""
    """Empty for the clock."""


@transactional
def want_reminders(choice: Choice, *, now: datetime) -> int:
    """Remind every organisation of the choice that may be reminded now; return how many. The worker mails them."""
    by_clock = not choice.by_name
    wanted = (choice.standings, choice.wanted)
    # Who sends the same at the same instant waits here, and then finds them reminded already.
    list_reachable(*wanted, now=now, by_clock=by_clock, is_locking=True)
    ids = list_reachable(*wanted, now=now, by_clock=by_clock)
    insert_all(
        [
            Reminder(
                organisation_id=each,
                journey=choice.standings.slug,
                place=choice.wanted.place,
                state=ReminderState.WAITING,
                wanted_at=now,
                by_name=choice.by_name[:NAME_LENGTH],
                mailed_at=None,
            )
            for each in ids
        ]
    )
    return len(ids)


def remind_stuck(*, now: datetime) -> int:
    """Remind those who are stuck, where the installation wants that; return how many. For the worker."""
    if not settings().activation_reminds_by_itself:
        return 0
    journeys = list_journeys()
    db.session.rollback()
    return sum(
        want_reminders(
            Choice(Standings(slug, journey, EVERYWHERE, now=now), Wanted(place=place, stuck=True)), now=now
        )
        for slug, journey in journeys.items()
        for place in (NOT_STARTED, *journey.keys)
    )


def mail_reminders(*, now: datetime) -> int:
    """Write the mails of the reminders that wait; return how many were looked at. For the worker."""
    count = 0
    while done := _mail_some(now=now):
        count += done
    return count


def preview(journey: Journey, place: str) -> Letter:
    """Return the mail as it will leave, with a private link that opens nothing."""
    return render_mail(EVENT, SOURCE_LANGUAGE, _values(journey, place, "lien-prive-de-l-organisation"))


@transactional
def _mail_some(*, now: datetime) -> int:
    reminders = lock_waiting(limit=BATCH)
    if not reminders:
        return 0
    ids = [each.organisation_id for each in reminders]
    query = select(Organisation).where(Organisation.id.in_(ids))
    organisations = {each.id: each for each in db.session.scalars(query)}
    journeys, done = list_journeys(), _keys_done(ids)
    for each in reminders:
        keys = done.get((each.journey, each.organisation_id), [])
        _mail(each, organisations[each.organisation_id], journeys, keys, now=now)
    return len(reminders)


def _mail(
    reminder: Reminder, organisation: Organisation, journeys: Journeys, done: Sequence[str], *, now: datetime
) -> None:
    journey = journeys.get(reminder.journey)
    if (
        journey is None
        or organisation.closed_on is not None
        or not organisation.role_mailbox
        or place_of(journey, done) != reminder.place
    ):
        reminder.state = ReminderState.NEEDLESS
        return
    token, expires_at = new_link(organisation, reminder.journey, now=now)
    envelope = Envelope(
        to=organisation.role_mailbox, lang=SOURCE_LANGUAGE, lane=Lane.BULK, useless_after=expires_at
    )
    post(EVENT, envelope, now=now, **_values(journey, reminder.place, token))
    reminder.state, reminder.mailed_at = ReminderState.MAILED, now


def _values(journey: Journey, place: str, token: str) -> dict[str, Any]:
    step = step_at(journey, place)
    assert step is not None, "who has finished is not reminded"
    return {
        "is_beginning": place == NOT_STARTED,
        "title": step.title,
        "help": step.help,
        "article": step.article,
        "deadline": step.deadline,
        "token": token,
        "days": settings().activation_link_days,
    }


def _keys_done(organisation_ids: Sequence[int]) -> Mapping[tuple[str, int], list[str]]:
    query = select(StepDone.journey, StepDone.organisation_id, StepDone.step).where(
        StepDone.organisation_id.in_(organisation_ids)
    )
    found: dict[tuple[str, int], list[str]] = {}
    for journey, organisation_id, step in db.session.execute(query):
        found.setdefault((journey, organisation_id), []).append(step)
    return found
