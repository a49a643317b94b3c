"""Writing loaded content into the tables: one transaction, and only what differs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, select, update

from helpdesk.db import db, insert_all, insert_unless_taken, transactional
from helpdesk.faq.content.files import files_in
from helpdesk.faq.content.folder import CollectionMatter
from helpdesk.faq.measuring import measure_images
from helpdesk.faq.models import STATE_ID, Article, Collection, ContentState, ShownFile
from helpdesk.faq.nesting import depth_first
from helpdesk.faq.rules import ArticleStatus

WORDS = ("title", "summary", "plain_text")
"""What readers read of an article: another title of a neighbour, or a new renderer, is no news to them."""

Key = tuple[str, str]
"""Slug and language."""


@dataclass(frozen=True)
class Wanted:
    """An article as it should be; `facts` is None where the stored one is right already.

    Its place among its neighbours is told apart: it changes with theirs, and is on no page of its own.
    """

    key: Key
    content_hash: str
    facts: Mapping[str, Any] | None
    position: int = 0


@dataclass(frozen=True)
class Stored:
    """How many rows came, changed, stayed and went."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    unpublished: int = 0

    def __add__(self, other: "Stored") -> "Stored":
        return Stored(
            self.added + other.added,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.unpublished + other.unpublished,
        )


class Held(NamedTuple):
    """All that a load need know of a stored article; there may be thousands."""

    id: int
    content_hash: str
    position: int
    status: ArticleStatus

    @property
    def is_published(self) -> bool:
        """Tell whether readers may see it, or could."""
        return self.status is not ArticleStatus.UNPUBLISHED


def list_held() -> Mapping[Key, Held]:
    """Return what is stored of every article and page, by slug and language."""
    columns = (Article.id, Article.content_hash, Article.position, Article.status)
    rows = db.session.execute(select(Article.slug, Article.lang, *columns))
    return {(row.slug, row.lang): Held(row.id, row.content_hash, row.position, row.status) for row in rows}


def differs(wanted: Wanted, held: Mapping[Key, Held]) -> bool:
    """Tell whether anything must be written for an article."""
    return wanted.facts is not None or held[wanted.key].position != wanted.position


@transactional
def store(wanted: Sequence[Wanted], held: Mapping[Key, Held], *, now: datetime) -> Stored:
    """Store some articles among those that were `held`, and count a new generation if anything had to change."""
    fresh = [each for each in wanted if each.facts is not None]
    moved = [each for each in wanted if each.facts is None and differs(each, held)]
    if fresh or moved:
        count_generation(now=now)
    found = db.session.scalars(select(Article).where(Article.slug.in_({each.key[0] for each in fresh})))
    rows = {(row.slug, row.lang): row for row in found}
    note_files([_put(rows.get(each.key), each, now) for each in fresh])
    for each in moved:
        db.session.execute(
            update(Article).where(Article.id == held[each.key].id).values(position=each.position)
        )
    added = sum(each.key not in rows for each in fresh)
    return Stored(added, len(fresh) - added, len(wanted) - len(fresh))


@transactional
def unpublish(ids: Sequence[int], *, now: datetime) -> None:
    """Take articles whose files are gone from the readers; their votes stay."""
    # A file that comes back must be stored anew.
    gone = {"status": ArticleStatus.UNPUBLISHED, "content_hash": "", "updated_at": now}
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        db.session.execute(update(Article).where(Article.id.in_(some)).values(**gone))
    if ids:
        count_generation(now=now)


@transactional
def count_generation(*, now: datetime) -> None:
    """Say that something public changed."""
    _count(lock_state(now), now)


AT_ONCE = 500
"""How many rows one statement names."""


@transactional
def store_some(wanted: Sequence[Wanted], places: Mapping[str, int], *, now: datetime) -> None:
    """Store these articles and leave the others, but for the places of their neighbours."""
    state = lock_state(now)
    slugs = {slug for slug, _ in (each.key for each in wanted)} | places.keys()
    found = db.session.scalars(select(Article).where(Article.slug.in_(slugs)))
    rows = {(row.slug, row.lang): row for row in found}
    note_files([_put(rows.get(each.key), each, now) for each in wanted])
    for row in rows.values():
        row.position = places.get(row.slug, row.position)
    _count(state, now)


@transactional
def withdraw(keys: Iterable[Key], *, now: datetime) -> None:
    """Take these articles from the readers; their votes stay."""
    wanted = set(keys)
    found = db.session.execute(
        select(Article.id, Article.slug, Article.lang).where(Article.slug.in_({slug for slug, _ in wanted}))
    )
    unpublish([row.id for row in found if (row.slug, row.lang) in wanted], now=now)


def _count(state: ContentState, now: datetime) -> None:
    state.generation += 1
    state.changed_at = now


@transactional
def mark_indexed(generation: int) -> None:
    """Note which generation of the content the search index holds."""
    db.session.execute(
        update(ContentState).where(ContentState.id == STATE_ID).values(indexed_generation=generation)
    )


def lock_state(now: datetime) -> ContentState:
    """Return the one row of the state, kept from other loads until the end of this one."""
    insert_unless_taken(ContentState(id=STATE_ID, generation=0, indexed_generation=0, changed_at=now))
    return db.session.scalars(select(ContentState).with_for_update()).one()


def _put(row: Article | None, wanted: Wanted, now: datetime) -> Article:
    slug, lang = wanted.key
    if row is None:
        row = Article(slug=slug, lang=lang, helpful=0, unhelpful=0)
        db.session.add(row)
    facts = wanted.facts or {}
    opens = bool(row.readers) and not facts.get("readers", row.readers)
    if row.status is not ArticleStatus.PUBLISHED or opens:
        row.arrived_at = row.worded_at = now
    elif any(name in facts and getattr(row, name) != facts[name] for name in WORDS):
        row.worded_at = now
    for name, value in facts.items():
        setattr(row, name, value)
    row.content_hash = wanted.content_hash
    row.position = wanted.position
    row.updated_at = now
    return row


def note_files(articles: Sequence[Article]) -> None:
    """Write down which files these articles show, in place of what was known; part of a use case."""
    measure_images(articles)
    db.session.flush()
    for start in range(0, len(articles), AT_ONCE):
        some = [each.id for each in articles[start : start + AT_ONCE]]
        db.session.execute(delete(ShownFile).where(ShownFile.article_id.in_(some)))
    insert_all(
        [
            ShownFile(name=name, article_id=each.id)
            for each in articles
            for name in sorted(files_in(each.html))
        ]
    )


@transactional
def store_collections(wanted: Sequence[CollectionMatter]) -> bool:
    """Add the collections and change those that are there; tell whether anything had to change."""
    rows = {row.slug: row for row in db.session.scalars(select(Collection))}
    changed = False
    for position, matter in enumerate(depth_first(wanted)):
        facts = matter.model_dump(exclude={"slug", "first", "audience"}) | {"position": position}
        row = rows.get(matter.slug)
        if row is None:
            # Another load may have put it there in this very moment.
            changed = insert_unless_taken(Collection(slug=matter.slug, **facts)) is not None or changed
            continue
        for name, value in facts.items():
            changed = changed or getattr(row, name) != value
            setattr(row, name, value)
    return changed


@transactional
def keep_only_collections(wanted: Iterable[CollectionMatter]) -> bool:
    """Remove the collections that are not wanted; tell whether there were any."""
    slugs = [each.slug for each in wanted]
    found = db.session.scalars(select(Collection.slug).where(Collection.slug.not_in(slugs))).all()
    db.session.execute(delete(Collection).where(Collection.slug.in_(found)))
    return bool(found)
