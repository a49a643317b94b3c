"""The search index as a cache of the database: filled, compared, mended, thrown away and made again."""

import logging
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from flask import current_app
from sqlalchemy import select

from helpdesk.config import settings
from helpdesk.core.clock import local
from helpdesk.db import AnyRow, db
from helpdesk.engines.search import Doc, SearchEngine, SearchUnavailable, open_search
from helpdesk.faq.models import STATE_ID, Article, ContentState
from helpdesk.faq.queries import searchable
from helpdesk.faq.readers.rules import EVERYTHING, entries_in
from helpdesk.faq.storing import mark_indexed

log = logging.getLogger(__name__)

BATCH = 200
MOST_MENDED = 1_000
"""Where more articles changed, the index is made anew: it takes as long, and memory for a few only."""
KEPT = "+kept"
"""Ends the version of an article that is not for everybody: becoming so is more than another text."""
LOOK_EVERY_S = 15
"""How often an index that nobody changed is read through, in case it is torn or an article has expired."""


def search_engine() -> SearchEngine:
    """Return the engine of this process, opened once."""
    engine: SearchEngine | None = current_app.extensions.get("search")
    if engine is None:
        engine = current_app.extensions["search"] = open_search(settings().engine_url("search"))
    return engine


def keep_index_fresh(*, now: datetime) -> int:
    """Refresh the index of this machine when something changed, or when it was not looked at lately. For the worker.

    Every worker calls this at each of its passes, since each machine has an index of its own; nearly
    always it costs one SELECT and a look at a folder.
    """
    state = db.session.get(ContentState, STATE_ID, populate_existing=True)
    looked = None if state is None else (state.generation, int(now.timestamp() // LOOK_EVERY_S))
    if looked is None or current_app.extensions.get("index_looked") == (looked, search_engine().generation()):
        return 0
    changed = refresh_index(now=now)
    current_app.extensions["index_looked"] = looked, search_engine().generation()
    return changed


def refresh_index(*, now: datetime) -> int:
    """Bring the index to what the database says; return how many articles it changed.

    An index that is missing or torn is made anew. One that cannot be written is left for the next time:
    search falls back to the database meanwhile.
    """
    state = db.session.get(ContentState, STATE_ID, populate_existing=True)
    if state is None:
        return 0
    generation, indexed = state.generation, state.indexed_generation
    try:
        changed = _mend(local(now).date()) if search_engine().health().ok else rebuild_index(now=now)
    except SearchUnavailable as error:
        log.warning("the search index cannot be brought up to date: %s", error)
        return 0
    if indexed != generation:
        mark_indexed(generation)
    return changed


def rebuild_index(*, now: datetime) -> int:
    """Make the index anew from the database; return how many articles it holds. Raises SearchUnavailable."""
    today = local(now).date()
    search_engine().rebuild(_docs(today))
    return len(_wanted_versions(today))


def doc_id(slug: str, lang: str) -> str:
    """Return the name of an article in the index."""
    return f"{slug}.{lang}"


def slug_and_lang(identifier: str) -> tuple[str, str]:
    """Return the slug and the language that `doc_id` joined."""
    slug, _, lang = identifier.rpartition(".")
    return slug, lang


def list_differences(today: date) -> tuple[set[str], set[str]]:
    """Name the articles that the index holds wrongly or not at all, and those it holds in vain.

    Raises SearchUnavailable when the index cannot be read.
    """
    return _differences(_wanted_versions(today), search_engine().versions())


def _differences(wanted: Mapping[str, str], held: Mapping[str, str]) -> tuple[set[str], set[str]]:
    return {
        each for each, version in wanted.items() if held.get(each) != version
    }, held.keys() - wanted.keys()


def _mend(today: date) -> int:
    engine = search_engine()
    wanted, held = _wanted_versions(today), engine.versions()
    changed, gone = _differences(wanted, held)
    if len(changed) > MOST_MENDED or any(_closes(held.get(each), wanted[each]) for each in changed):
        engine.rebuild(_docs(today))
        return len(changed) + len(gone)
    if gone:
        engine.delete(gone)
    if changed:
        engine.upsert(doc for doc in _docs(today) if doc.id in changed)
    return len(changed) + len(gone)


def _closes(held: str | None, wanted: str) -> bool:
    """Tell whether an article was for everybody and no longer is.

    Its words would still be proposed to everybody: an engine forgets words only when it is made anew.
    """
    return held is not None and wanted.endswith(KEPT) and not held.endswith(KEPT)


def _wanted_versions(today: date) -> Mapping[str, str]:
    rows = db.session.execute(
        select(Article.slug, Article.lang, Article.content_hash, Article.readers).where(
            searchable(today, EVERYTHING)
        )
    )
    return {doc_id(row.slug, row.lang): _version(row) for row in rows}


def _version(row: AnyRow) -> str:
    return f"{row.content_hash}{KEPT if row.readers else ''}"


def _docs(today: date) -> Iterator[Doc]:
    columns = (
        Article.slug,
        Article.lang,
        Article.title,
        Article.summary,
        Article.aliases,
        Article.keywords,
        Article.reason_codes,
        Article.plain_text,
        Article.collection,
        Article.audience,
        Article.provider,
        Article.readers,
        Article.content_hash,
    )
    rows = db.session.execute(
        select(*columns).where(searchable(today, EVERYTHING)).execution_options(yield_per=BATCH)
    )
    for row in rows:
        yield Doc(
            id=doc_id(row.slug, row.lang),
            title=row.title,
            summary=row.summary,
            aliases=tuple(row.aliases),
            keywords=(*row.keywords, *row.reason_codes),
            body=row.plain_text,
            lang=row.lang,
            collection=row.collection,
            audience=row.audience,
            provider=row.provider,
            readers=frozenset(entries_in(row.readers)),
            version=_version(row),
        )
