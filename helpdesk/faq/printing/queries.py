"""What is printed: whole articles and guides, bounded, each in the reader's language if it is written in it."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from helpdesk.core.errors import NotFound
from helpdesk.db import AnyRow, db
from helpdesk.faq.models import STATE_ID, Article, Collection, ContentState
from helpdesk.faq.nesting import inside
from helpdesk.faq.queries import findable, list_collections
from helpdesk.faq.readers.rules import NOBODY, Badges
from helpdesk.faq.rules import ArticleKind, ArticleStatus
from helpdesk.faq.writing.models import ArticleFile

MOST_PRINTED = 300
"""How many articles one pack holds at most; a larger base is printed collection by collection."""

_COLUMNS = (
    Article.slug,
    Article.lang,
    Article.kind,
    Article.title,
    Article.summary,
    Article.html,
    Article.reviewed_on,
    Article.as_of,
)


def list_printed(collection: str | None, lang: str, today: date, badges: Badges = NOBODY) -> Sequence[AnyRow]:
    """Return articles with their collections, in the order of lists; NotFound for an unknown collection.

    What lies in a collection is printed with it.
    """
    asked = (
        select(*_COLUMNS, Collection)
        .join(Collection, Collection.slug == Article.collection)
        .where(findable(today, badges), Article.lang.in_({lang, "fr"}))
        .order_by(Collection.position, Article.position, Article.slug)
        .limit(2 * MOST_PRINTED)
    )
    if collection is not None:
        asked = asked.where(Article.collection.in_(inside(collection, list_collections())))
    found = _in_language(db.session.execute(asked), lang)
    if collection is not None and not found:
        raise NotFound
    return found


def list_printed_guides(lang: str) -> Sequence[AnyRow]:
    """Return the texts of the guides."""
    asked = (
        select(*_COLUMNS)
        .where(Article.kind == ArticleKind.GUIDE, Article.status == ArticleStatus.PUBLISHED)
        .where(Article.lang.in_({lang, "fr"}))
        .order_by(Article.slug)
        .limit(2 * MOST_PRINTED)
    )
    return _in_language(db.session.execute(asked), lang)


def find_state() -> ContentState | None:
    """Return the number of the content and when it changed last; None before the first load."""
    return db.session.get(ContentState, STATE_ID, populate_existing=True)


def list_pictures(names: Iterable[str]) -> dict[str, bytes]:
    """Return images of articles by name; those that do not exist are left out."""
    rows = db.session.execute(
        select(ArticleFile.name, ArticleFile.body).where(
            ArticleFile.name.in_(set(names)), ArticleFile.media_type.startswith("image/")
        )
    )
    return {row.name: row.body for row in rows}


def _in_language(rows: Iterable[AnyRow], lang: str) -> list[AnyRow]:
    best: dict[str, AnyRow] = {}
    for row in rows:
        if row.slug not in best or row.lang == lang:
            best[row.slug] = row
    return list(best.values())[:MOST_PRINTED]
