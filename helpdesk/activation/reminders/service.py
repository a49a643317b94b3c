"""Wanting reminders, by a person or the clock; writing their mails, for the worker; and leaving them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, delete, func, select, update

from helpdesk.accounts.rules import Role
from helpdesk.activation.journeys import list_journeys
from helpdesk.activation.links.service import new_link
from helpdesk.activation.models import RemindedMailbox, Reminder, StepDone
from helpdesk.activation.reminders.queries import (
    Thread,
    is_forgotten,
    list_of_threads,
    list_reachable,
    list_waiting,
    lock_mailboxes,
)
from helpdesk.activation.reminders.rules import KEPT_AFTER, ReminderState
from helpdesk.activation.rules import Asker, place_of, step_at
from helpdesk.activation.standings import Standings, Wanted
from helpdesk.config import settings
from helpdesk.db import db, insert_all, insert_unless_taken, transactional
from helpdesk.faq.journeys.rules import NOT_STARTED, Journey
from helpdesk.faq.wishes.links import leave_url, token_of
from helpdesk.faq.wishes.service import get_wish
from helpdesk.organisations.models import Organisation
from helpdesk.outbox.rendering import Letter, render_mail
from helpdesk.outbox.rules import Lane
from helpdesk.outbox.service import Envelope, post
from helpdesk.web.i18n import SOURCE_LANGUAGE

EVENT = "activation/reminder"
BATCH = 50
"""How many reminders are looked for at once; those of their mailboxes leave in one transaction."""
EVERYWHERE = Asker(roles=frozenset({Role.ADMINISTRATOR}))
"""What the clock looks at."""


@dataclass(frozen=True)
class Choice:
    """Which organisations to remind: those at `wanted.place`, narrowed as lists are."""

    standings: Standings
    wanted: Wanted
    person_id: int | None = None
    """None for the clock."""


@transactional
def want_reminders(choice: Choice, *, now: datetime) -> int:
    """Remind every organisation of the choice that may be reminded now; return how many. The worker mails them."""
    by_clock = choice.person_id is None
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
                by_clock=by_clock,
                person_id=choice.person_id,
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


@transactional
def forget_mailboxes(*, now: datetime) -> int:
    """Delete the mailboxes that had their last reminder long ago and never left; return how many. For the worker."""
    done = db.session.execute(delete(RemindedMailbox).where(is_forgotten(now - KEPT_AFTER)))
    assert isinstance(done, CursorResult)
    return done.rowcount


@transactional
def leave_reminders(token: str, *, now: datetime) -> RemindedMailbox:
    """Send a mailbox no more reminders of a journey; twice is no error, a link that is not ours is."""
    mailbox = get_wish(RemindedMailbox, token)
    mailbox.left_at = mailbox.left_at or now
    return mailbox


@transactional
def resume_reminders(slug: str, organisation: Organisation) -> None:
    """Let the role mailbox of an organisation have reminders of a journey again."""
    mailbox = func.lower(organisation.role_mailbox)
    theirs = (RemindedMailbox.journey == slug, RemindedMailbox.email == mailbox)
    db.session.execute(update(RemindedMailbox).where(*theirs).values(left_at=None))


class Waiting(NamedTuple):
    """A reminder of an organisation that still stands where it is reminded of."""

    reminder: Reminder
    organisation: Organisation


def preview(journey: Journey, place: str) -> Letter:
    """Return the mail as it will leave to one organisation, with private links that open nothing."""
    link = "lien-prive-de-l-organisation"
    steps = [_step(journey, place, [("", link)])]
    return render_mail(EVENT, SOURCE_LANGUAGE, _values(steps, leave="lien-de-la-boite"))


@transactional
def _mail_some(*, now: datetime) -> int:
    threads = list_waiting(limit=BATCH)
    # Two workers never share the reminders of one mailbox: it would get two mails.
    mailboxes = _kept_mailboxes(threads, now=now)
    waiting = list_of_threads([each for each in threads if each in mailboxes or not each[1]])
    journeys, done = list_journeys(), _keys_done([row.organisation_id for _, row, _ in waiting])
    found: dict[Thread, list[Waiting]] = {}
    for thread, reminder, organisation in waiting:
        mailbox, journey = mailboxes.get(thread), journeys.get(reminder.journey)
        stands_at = place_of(journey, done.get((reminder.journey, organisation.id), [])) if journey else ""
        is_open = mailbox is not None and mailbox.left_at is None and organisation.closed_on is None
        if is_open and stands_at == reminder.place:
            found.setdefault(thread, []).append(Waiting(reminder, organisation))
        else:
            reminder.state = ReminderState.NEEDLESS
    for thread, several in found.items():
        _mail(mailboxes[thread], journeys[thread[0]], several, now=now)
    return len(waiting)


def _kept_mailboxes(threads: Iterable[Thread], *, now: datetime) -> dict[Thread, RemindedMailbox]:
    """Return the mailboxes, known before or not, that this worker alone writes to now."""
    named = sorted(each for each in threads if each[1])
    for journey, email in named:
        insert_unless_taken(
            RemindedMailbox(
                journey=journey,
                email=email,
                lang=SOURCE_LANGUAGE,
                created_at=now,
                left_at=None,
                mailed_at=None,
            )
        )
    return lock_mailboxes(named)


def _mail(mailbox: RemindedMailbox, journey: Journey, several: Sequence[Waiting], *, now: datetime) -> None:
    """Write one mail to one mailbox, about every organisation it stands for that is reminded."""
    until, steps, places = now, [], (NOT_STARTED, *journey.keys)
    for place, some in groupby(sorted(several, key=lambda each: places.index(_place(each))), key=_place):
        links = []
        for _, organisation in some:
            token, until = new_link(organisation, mailbox.journey, now=now)
            links.append((_called(organisation), token))
        steps.append(_step(journey, place, links))
    envelope = Envelope(
        to=several[0].organisation.role_mailbox,
        lang=mailbox.lang,
        lane=Lane.BULK,
        leave_url=leave_url(mailbox),
        useless_after=until,
    )
    post(EVENT, envelope, now=now, **_values(steps, leave=token_of(mailbox)))
    mailbox.mailed_at = now
    for reminder, _ in several:
        reminder.state, reminder.mailed_at = ReminderState.MAILED, now


def _place(waiting: Waiting) -> str:
    return waiting.reminder.place


def _called(organisation: Organisation) -> str:
    return " · ".join(filter(None, (organisation.name, organisation.town)))


def _step(journey: Journey, place: str, links: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return what a mail says of one place: `links` are the organisations that stand there, each with its secret."""
    step = step_at(journey, place)
    assert step is not None, "who has finished is not reminded"
    return {
        "is_beginning": place == NOT_STARTED,
        "title": step.title,
        "help": step.help,
        "article": step.article,
        "deadline": step.deadline,
        "links": links,
    }


def _values(steps: Sequence[Mapping[str, Any]], *, leave: str) -> dict[str, Any]:
    return {
        "steps": steps,
        "is_for_several": sum(len(each["links"]) for each in steps) > 1,
        "leave": leave,
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
