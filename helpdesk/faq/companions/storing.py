"""Writing what stands beside the articles into the tables, and reading it: only what differs is written."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from helpdesk.core.errors import NotFound
from helpdesk.db import AnyRow, db, transactional
from helpdesk.faq.companions.models import Companion
from helpdesk.faq.models import STATE_ID, ContentState
from helpdesk.web.pagecache import Question

Key = tuple[str, str]
"""Kind and slug."""

_TABLE = Companion.__table__.c
_HERE = (_TABLE.kind == bindparam("kind"), _TABLE.slug == bindparam("slug"))
_ONE = select(_TABLE.value, _TABLE.content_hash).where(*_HERE)
_HASH = select(_TABLE.content_hash).where(*_HERE)


@dataclass(frozen=True)
class Kept:
    """One companion as it should be; `value` must be what JSON can hold."""

    kind: str
    slug: str
    value: Any

    @property
    def content_hash(self) -> str:
        """Return what changes with the value."""
        return hashlib.sha256(json.dumps(self.value, sort_keys=True).encode()).hexdigest()


@transactional
def store_companions(wanted: Sequence[Kept], *, now: datetime) -> bool:
    """Make the table say what `wanted` says; tell whether anything had to change."""
    rows = {(row.kind, row.slug): row for row in db.session.scalars(select(Companion))}
    changed = False
    for position, each in enumerate(wanted):
        row = rows.pop((each.kind, each.slug), None)
        if row is None:
            row = Companion(kind=each.kind, slug=each.slug, position=position)
            db.session.add(row)
        elif (row.content_hash, row.position) == (each.content_hash, position):
            continue
        row.position, row.value, row.content_hash = position, each.value, each.content_hash
        changed = True
    for kind, slug in rows:
        db.session.execute(delete(Companion).where(Companion.kind == kind, Companion.slug == slug))
    if changed or rows:
        _count_generation(now)
    return changed or bool(rows)


def get_companion(kind: str, slug: str) -> AnyRow:
    """Return the value and the hash of one companion."""
    row = db.session.connection().execute(_ONE, {"kind": kind, "slug": slug}).first()
    if row is None:
        raise NotFound
    return row


def ask_for(kind: str, slug: str) -> Question:
    """Return what the page of a companion depends on: its hash."""
    return Question(_HASH, {"kind": kind, "slug": slug})


def list_companions(kind: str) -> Sequence[AnyRow]:
    """Return the companions of a kind in the order of their files."""
    asked = select(_TABLE.slug, _TABLE.value, _TABLE.content_hash).where(_TABLE.kind == kind)
    return db.session.execute(asked.order_by(_TABLE.position).limit(MOST)).all()


def companion_names(kind: str) -> frozenset[str]:
    """Return the slugs of the companions of a kind."""
    return frozenset(db.session.scalars(select(_TABLE.slug).where(_TABLE.kind == kind)))


MOST = 500
"""How many of one kind are listed at most."""


def _count_generation(now: datetime) -> None:
    db.session.execute(
        update(ContentState)
        .where(ContentState.id == STATE_ID)
        .values(generation=ContentState.generation + 1, changed_at=now)
    )
