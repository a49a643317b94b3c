"""Following a collection by mail, and leaving it; the digest that leaves once a day at most."""

from collections.abc import Sequence
from datetime import datetime

from helpdesk.config import settings
from helpdesk.db import AnyRow, transactional
from helpdesk.faq.following import queries
from helpdesk.faq.following.models import CollectionFollower
from helpdesk.faq.following.rules import MOST_NAMED, due_before, news_until
from helpdesk.faq.models import Collection
from helpdesk.faq.wishes.links import leave_url, token_of
from helpdesk.faq.wishes.service import delete_unconfirmed, get_wish, leave, put_wish
from helpdesk.outbox.rules import Lane
from helpdesk.outbox.service import Envelope, post

BATCH = 100
"""How many are written to in one transaction."""


@transactional
def ask_to_follow(collection: str, email: str, lang: str, *, now: datetime) -> None:
    """Send a link to confirm the wish, whether or not this mailbox follows the collection already."""
    title = title_in(queries.get_collection(collection), lang)
    follower, envelope = put_wish(CollectionFollower, collection, email, lang, now=now)
    post("faq/confirm_following", envelope, now=now, title=title, token=token_of(follower))


@transactional
def confirm(token: str, *, now: datetime) -> CollectionFollower:
    """Take a wish for meant: what comes from now on is told. Raises NotFound when it is gone."""
    follower = get_wish(CollectionFollower, token)
    follower.confirmed_at = follower.confirmed_at or now
    follower.told_at = follower.told_at or now
    return follower


@transactional
def unfollow(token: str) -> None:
    """Forget somebody who follows a collection; leaving twice is no error, a link that is not ours is."""
    leave(CollectionFollower, token)


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
    due, until = queries.list_due(due_before(now, settings().zone), BATCH), news_until(now)
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
    return delete_unconfirmed(CollectionFollower, now=now)


def title_in(collection: Collection, lang: str) -> str:
    """Return the title of a collection as `lang` says it."""
    return (collection.title_en if lang == "en" else "") or collection.title
