"""What is printed: whole articles, bounded, each in the reader's language if it is written in it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from helpdesk.core.errors import NotFound
from helpdesk.db import AnyRow, db
from helpdesk.faq.models import Article, Collection
from helpdesk.faq.nesting import inside
from helpdesk.faq.queries import findable, list_collections

MOST_PRINTED = 300
"""How many articles one pack holds at most; a larger base is printed collection by collection."""


def list_printed(collection: str | None, lang: str, today: date) -> Sequence[AnyRow]:
    """Return articles with their collections, in the order of lists; NotFound for an unknown collection.

    What lies in a collection is printed with it.
    """
    asked = (
        select(
            Article.slug,
            Article.lang,
            Article.title,
            Article.summary,
            Article.html,
            Article.reviewed_on,
            Article.as_of,
            Collection,
        )
        .join(Collection, Collection.slug == Article.collection)
        .where(findable(today), Article.lang.in_({lang, "fr"}))
        .order_by(Collection.position, Article.position, Article.slug)
        .limit(2 * MOST_PRINTED)
    )
    if collection is not None:
        asked = asked.where(Article.collection.in_(inside(collection, list_collections())))
    best: dict[str, AnyRow] = {}
    for row in db.session.execute(asked):
        if row.slug not in best or row.lang == lang:
            best[row.slug] = row
    if collection is not None and not best:
        raise NotFound
    return list(best.values())[:MOST_PRINTED]
