"""Writing loaded content into the tables: one transaction, and only what differs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from helpdesk.db import db, insert_unless_taken, transactional
from helpdesk.faq.content.folder import CollectionMatter
from helpdesk.faq.models import STATE_ID, Article, Collection, ContentState
from helpdesk.faq.rules import ArticleStatus

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


@transactional
def store(collections: Sequence[CollectionMatter], wanted: Sequence[Wanted], *, now: datetime) -> Stored:
    """Make the tables say what `wanted` says, and count a new generation if anything had to change."""
    state = _locked_state(now)
    rows = {(row.slug, row.lang): row for row in db.session.scalars(select(Article))}
    changed_collections = _store_collections(collections)
    fresh = [each for each in wanted if each.facts is not None]
    added = sum(each.key not in rows for each in fresh)
    for each in fresh:
        _put(rows.get(each.key), each, now)
    gone = _unpublish(rows, {each.key for each in wanted}, now)
    moved = _move(rows, wanted)
    if fresh or gone or moved or changed_collections:
        _count(state, now)
    return Stored(added, len(fresh) - added, len(wanted) - len(fresh), gone)


@transactional
def store_some(wanted: Sequence[Wanted], places: Mapping[str, int], *, now: datetime) -> None:
    """Store these articles and leave the others, but for the places of their neighbours."""
    state = _locked_state(now)
    slugs = {slug for slug, _ in (each.key for each in wanted)} | places.keys()
    found = db.session.scalars(select(Article).where(Article.slug.in_(slugs)))
    rows = {(row.slug, row.lang): row for row in found}
    for each in wanted:
        _put(rows.get(each.key), each, now)
    for row in rows.values():
        row.position = places.get(row.slug, row.position)
    _count(state, now)


@transactional
def withdraw(keys: Iterable[Key], *, now: datetime) -> None:
    """Take these articles from the readers; their votes stay."""
    state = _locked_state(now)
    for slug, lang in keys:
        found = db.session.scalars(select(Article).where(Article.slug == slug, Article.lang == lang))
        _unpublish({(row.slug, row.lang): row for row in found}, set(), now)
    _count(state, now)


def _count(state: ContentState, now: datetime) -> None:
    state.generation += 1
    state.changed_at = now


@transactional
def mark_indexed(generation: int) -> None:
    """Note which generation of the content the search index holds."""
    db.session.execute(
        update(ContentState).where(ContentState.id == STATE_ID).values(indexed_generation=generation)
    )


def _locked_state(now: datetime) -> ContentState:
    """Return the one row of the state, kept from other loads until the end of this one."""
    insert_unless_taken(ContentState(id=STATE_ID, generation=0, indexed_generation=0, changed_at=now))
    return db.session.scalars(select(ContentState).with_for_update()).one()


def _put(row: Article | None, wanted: Wanted, now: datetime) -> None:
    slug, lang = wanted.key
    if row is None:
        row = Article(slug=slug, lang=lang, helpful=0, unhelpful=0)
        db.session.add(row)
    for name, value in (wanted.facts or {}).items():
        setattr(row, name, value)
    row.content_hash = wanted.content_hash
    row.position = wanted.position
    row.updated_at = now


def _move(rows: Mapping[Key, Article], wanted: Iterable[Wanted]) -> bool:
    moved = False
    for each in wanted:
        row = rows.get(each.key)
        if row is not None and row.position != each.position:
            row.position = each.position
            moved = True
    return moved


def _unpublish(rows: Mapping[Key, Article], wanted: set[Key], now: datetime) -> int:
    gone = [
        row for key, row in rows.items() if key not in wanted and row.status is not ArticleStatus.UNPUBLISHED
    ]
    for row in gone:
        row.status = ArticleStatus.UNPUBLISHED
        # A file that comes back must be stored anew.
        row.content_hash = ""
        row.updated_at = now
    return len(gone)


def _store_collections(wanted: Iterable[CollectionMatter]) -> bool:
    rows = {row.slug: row for row in db.session.scalars(select(Collection))}
    changed = False
    for position, matter in enumerate(wanted):
        facts = matter.model_dump(exclude={"slug", "first", "audience"}) | {"position": position}
        row = rows.pop(matter.slug, None)
        if row is None:
            db.session.add(Collection(slug=matter.slug, **facts))
            changed = True
            continue
        for name, value in facts.items():
            changed = changed or getattr(row, name) != value
            setattr(row, name, value)
    if rows:
        db.session.execute(delete(Collection).where(Collection.slug.in_(rows)))
    return changed or bool(rows)
