"""Following a collection by mail, and leaving it; the digest that leaves once a day at most."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, delete, select

from helpdesk.core.errors import NotFound
from helpdesk.core.identifiers import email_key
from helpdesk.db import AnyRow, db, insert_unless_taken, transactional
from helpdesk.faq.following import queries
from helpdesk.faq.following.links import leave_url, mark_of, named_in, token_of
from helpdesk.faq.following.models import CollectionFollower
from helpdesk.faq.following.rules import MOST_NAMED, due_before, news_until
from helpdesk.faq.models import Collection
from helpdesk.faq.promises.rules import CONFIRM_WITHIN
from helpdesk.outbox.rules import Lane
from helpdesk.outbox.service import Envelope, post

BATCH = 100
"""How many are written to in one transaction."""


@transactional
def ask_to_follow(collection: str, email: str, lang: str, *, now: datetime) -> None:
    """Send a link to confirm the wish, whether or not this mailbox follows the collection already."""
    title = title_in(queries.get_collection(collection), lang)
    where = {"collection": collection, "email": email_key(email)}
    insert_unless_taken(
        CollectionFollower(**where, lang=lang, created_at=now, confirmed_at=None, told_at=None)
    )
    follower = db.session.scalars(select(CollectionFollower).filter_by(**where)).one()
    if follower.confirmed_at is None:
        # Else what is sent now would end with what was sent first.
        follower.created_at, follower.lang = now, lang
    envelope = Envelope(
        to=follower.email, lang=lang, leave_url=leave_url(follower), useless_after=now + CONFIRM_WITHIN
    )
    post("faq/confirm_following", envelope, now=now, title=title, token=token_of(follower))


@transactional
def confirm(token: str, *, now: datetime) -> CollectionFollower:
    """Take a wish for meant: what comes from now on is told. Raises NotFound when it is gone."""
    follower = get_follower(token)
    follower.confirmed_at = follower.confirmed_at or now
    follower.told_at = follower.told_at or now
    return follower


@transactional
def leave(token: str) -> None:
    """Forget somebody who follows a collection; leaving twice is no error, a link that is not ours is."""
    number, mark = named_in(token)
    follower = db.session.get(CollectionFollower, number)
    if follower is not None and mark_of(follower) == mark:
        db.session.delete(follower)


def get_follower(token: str) -> CollectionFollower:
    """Return whom a link names; raise NotFound for who left or never confirmed in time."""
    number, mark = named_in(token)
    follower = db.session.get(CollectionFollower, number)
    if follower is None or mark_of(follower) != mark:
        raise NotFound
    return follower


def send_digests(*, now: datetime) -> int:
    """Tell those who follow a collection what came and changed since they were told last; return how many mails.

    For the worker. Who is due and has no news gets no mail, and is not due again before the next day.
    """
    sent = 0
    while (done := _send_some(now=now)) is not None:
        sent += done
    return sent


@transactional
def _send_some(*, now: datetime) -> int | None:
    due, until = queries.list_due(due_before(now), BATCH), news_until(now)
    # Most were told last at the same instant.
    found: dict[tuple[str, str, datetime], list[AnyRow]] = {}
    sent = 0
    for each in due:
        assert each.told_at is not None
        key = (each.collection, each.lang, each.told_at)
        if key not in found:
            found[key] = queries.list_news(each.collection, each.lang, each.told_at, until)
        if found[key]:
            _write(each, found[key], now=now)
            sent += 1
        each.told_at = until
    return sent if due else None


def _write(follower: CollectionFollower, news: Sequence[AnyRow], *, now: datetime) -> None:
    envelope = Envelope(to=follower.email, lang=follower.lang, lane=Lane.BULK, leave_url=leave_url(follower))
    post(
        "faq/collection_news",
        envelope,
        now=now,
        title=title_in(queries.get_collection(follower.collection), follower.lang),
        news=news[:MOST_NAMED],
        more=max(0, len(news) - MOST_NAMED),
        collection=follower.collection,
        token=token_of(follower),
    )


@transactional
def forget_unconfirmed(*, now: datetime) -> int:
    """Delete wishes that nobody confirmed; return how many. For the worker."""
    done = db.session.execute(
        delete(CollectionFollower).where(
            CollectionFollower.confirmed_at.is_(None), CollectionFollower.created_at < now - CONFIRM_WITHIN
        )
    )
    assert isinstance(done, CursorResult)
    return done.rowcount


def title_in(collection: Collection, lang: str) -> str:
    """Return the title of a collection as `lang` says it."""
    return (collection.title_en if lang == "en" else "") or collection.title
