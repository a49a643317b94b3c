"""What an editor is offered: words people searched in, and articles close to this one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from helpdesk.core.french import fold, stems
from helpdesk.db import db
from helpdesk.faq.models import SearchCount
from helpdesk.faq.readers.rules import EVERYTHING
from helpdesk.faq.searching import Result, Search, clean_query, search_articles
from helpdesk.faq.writing.matter import Article

NEAR = 6
OFFERED = 6
QUERIES = 400
"""The most frequent searches that are looked through."""


def near_articles(article: Article, *, now: datetime) -> list[Result]:
    """Return public articles about the same thing that it does not name yet."""
    words = f"{article.matter.get('title') or ''} {' '.join((article.matter.get('aliases') or [])[:3])}"
    query = clean_query(words)
    if not query:
        return []
    found = search_articles(
        Search(query, badges=EVERYTHING, once_a_question=False), now=now, limit=NEAR + 3
    ).results
    named = {article.matter.get("slug"), *(article.matter.get("related") or [])}
    return [each for each in found if each.slug not in named][:NEAR]


def asked_words(article: Article) -> list[str]:
    """Return searches that hold two words of the title or of an alias, most asked first; new ones only."""
    had = [str(article.matter.get("title") or ""), *(article.matter.get("aliases") or [])]
    known, meant = {fold(each) for each in had}, frozenset(stem for each in had for stem in stems(each))
    offered = (query for query in _top_queries() if fold(query) not in known)
    return [query for query in offered if len(meant & set(stems(query))) >= 2][:OFFERED]


def _top_queries() -> Sequence[str]:
    return db.session.scalars(
        select(SearchCount.query)
        .group_by(SearchCount.query)
        .order_by(func.sum(SearchCount.count).desc(), SearchCount.query)
        .limit(QUERIES)
    ).all()
