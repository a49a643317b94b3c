"""What feeds and the map of the site list: bounded, without any text that is not shown there."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from helpdesk.db import AnyRow, db
from helpdesk.faq.models import Article
from helpdesk.faq.queries import findable
from helpdesk.faq.rules import ArticleKind, ArticleStatus

MOST_ENTRIES = 50
MOST_ADDRESSES = 20_000
"""How many texts the map of the site names; the format itself allows 50,000 addresses."""


def list_latest(collections: frozenset[str] | None, lang: str, today: date) -> Sequence[AnyRow]:
    """Return the articles changed last, of some collections or of all, each in `lang` if it is written in it."""
    columns = (Article.slug, Article.lang, Article.title, Article.summary, Article.html, Article.updated_at)
    asked = select(*columns).where(findable(today), Article.lang.in_({lang, "fr"}))
    if collections is not None:
        asked = asked.where(Article.collection.in_(collections))
    # Twice as many, since each may stand in both languages.
    rows = db.session.execute(asked.order_by(Article.updated_at.desc(), Article.slug).limit(2 * MOST_ENTRIES))
    best: dict[str, AnyRow] = {}
    for row in rows:
        if row.slug not in best or row.lang == lang:
            best[row.slug] = row
    return list(best.values())[:MOST_ENTRIES]


def list_addresses(today: date) -> Sequence[AnyRow]:
    """Return every public text with the instant of its last change."""
    columns = (Article.slug, Article.kind, Article.lang, Article.updated_at)
    others = Article.kind.in_({ArticleKind.PAGE, ArticleKind.GUIDE, ArticleKind.NOTICE})
    asked = select(*columns).where(
        or_(findable(today), others), Article.status == ArticleStatus.PUBLISHED, Article.lang == "fr"
    )
    return db.session.execute(asked.order_by(Article.kind, Article.slug).limit(MOST_ADDRESSES)).all()
