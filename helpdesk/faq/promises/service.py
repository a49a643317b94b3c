"""Wishing to be told, being told, and reminding those who promised."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import CursorResult, delete, select

from helpdesk.accounts.rules import Role
from helpdesk.core.clock import local
from helpdesk.db import AnyRow, db, transactional
from helpdesk.faq.owners import active_people, mailboxes_of
from helpdesk.faq.promises import queries
from helpdesk.faq.promises.models import PromiseReminder, Subscription
from helpdesk.faq.promises.rules import KEPT_AT_MOST, Standing, standing_of
from helpdesk.faq.readers.rules import NOBODY, Badges
from helpdesk.faq.wishes.links import leave_url, token_of
from helpdesk.faq.wishes.service import delete_unconfirmed, get_wish, leave, put_wish
from helpdesk.outbox.rules import Lane
from helpdesk.outbox.service import Envelope, post

Due = tuple[AnyRow, Standing]
"""A promise, and how near its day is."""

BATCH = 100
"""How many are told in one transaction."""


@transactional
def ask_to_be_told(slug: str, email: str, lang: str, *, badges: Badges = NOBODY, now: datetime) -> None:
    """Send a link to confirm the wish, whether or not this mailbox had wished it before."""
    promise = queries.get_promise(slug, lang, local(now).date(), badges)
    wish, envelope = put_wish(Subscription, slug, email, lang, now=now)
    post("faq/confirm_wish", envelope, now=now, promise=promise, token=token_of(wish))


@transactional
def confirm(token: str, *, now: datetime) -> Subscription:
    """Take a wish for meant; raise NotFound when it is gone."""
    wish = get_wish(Subscription, token)
    wish.confirmed_at = wish.confirmed_at or now
    return wish


@transactional
def leave_wish(token: str) -> None:
    """Forget a wish; leaving twice is no error, a link that is not ours is."""
    leave(Subscription, token)


def tell_kept(*, now: datetime) -> int:
    """Tell those who wait that a promise is kept, and forget their addresses; return how many. For the worker."""
    told = 0
    for slug in queries.list_kept_slugs(local(now).date()):
        while count := _tell(slug, now=now):
            told += count
    return told


@transactional
def _tell(slug: str, *, now: datetime) -> int:
    waiting = db.session.scalars(
        select(Subscription)
        .where(Subscription.slug == slug, Subscription.confirmed_at.is_not(None))
        .order_by(Subscription.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for wish in waiting:
        envelope = Envelope(to=wish.email, lang=wish.lang, lane=Lane.BULK, leave_url=leave_url(wish))
        post("faq/promise_kept", envelope, now=now, slug=slug)
        db.session.delete(wish)
    return len(waiting)


@transactional
def remind_owners(*, now: datetime) -> int:
    """Tell once which promises are due in a few days, and once which are late; return how many. For the worker.

    Their owners are told, each of their own, and those who may publish, who alone can say that they are kept.
    """
    today = local(now).date()
    due = _newly_due(today)
    if not due:
        return 0
    for row, standing in due:
        db.session.add(
            PromiseReminder(slug=row.slug, due_on=row.promise_due_on, standing=standing, sent_at=now)
        )
    for envelope, theirs in _letters(due):
        post("faq/promises_due", envelope, now=now, due=theirs, late=Standing.LATE)
    return len(due)


def _letters(due: Sequence[Due]) -> Iterator[tuple[Envelope, Sequence[Due]]]:
    """Yield one letter a mailbox, with the promises that are its concern."""
    publishers = [Envelope(each.email, each.lang) for each in active_people(Role.PUBLISHER)]
    concern: dict[str, tuple[Envelope, list[Due]]] = {}
    for each in due:
        told = {envelope.to: envelope for envelope in (*mailboxes_of(each[0].owner), *publishers)}
        for box, envelope in told.items():
            concern.setdefault(box, (envelope, []))[1].append(each)
    yield from concern.values()


@transactional
def forget_wishes(*, now: datetime) -> int:
    """Delete wishes that nobody confirmed, and those that were never fulfilled; return how many. For the worker."""
    done = db.session.execute(delete(Subscription).where(Subscription.created_at < now - KEPT_AT_MOST))
    assert isinstance(done, CursorResult)
    return done.rowcount + delete_unconfirmed(Subscription, now=now)


def _newly_due(today: date) -> Sequence[Due]:
    reminded = queries.list_reminded()
    found = []
    for row in queries.list_promises(today):
        standing = standing_of(row.promise_due_on, row.promise_kept_on, today)
        key = (row.slug, row.promise_due_on, standing)
        if standing in {Standing.SOON, Standing.LATE} and key not in reminded:
            found.append((row, standing))
    return found
