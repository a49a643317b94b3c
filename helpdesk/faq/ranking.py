"""Searching without an index: in the rows themselves, for the minutes until it is made anew."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from helpdesk.core.french import stem, stems, words
from helpdesk.db import db
from helpdesk.engines.search import Hit, Hits
from helpdesk.faq.indexing import doc_id
from helpdesk.faq.models import Article
from helpdesk.faq.queries import MOST_IN_A_LIST, searchable
from helpdesk.faq.readers.rules import Badges


def without_index(query: str, *, lang: str, badges: Badges, today: date, limit: int) -> Hits:
    """Rank articles by the words of the query that their titles, aliases and keywords hold.

    For the minutes without an index: any of the words is enough, since whole phrases find nothing.
    """
    wanted = set(stems(query)) or _stems([query])
    columns = (Article.slug, Article.lang, Article.title, Article.summary, Article.aliases, Article.keywords)
    asked = select(*columns).where(searchable(today, badges), or_(Article.lang == "fr", Article.lang == lang))
    hits = []
    for row in db.session.execute(asked.limit(MOST_IN_A_LIST)):
        strong = _stems([row.title, *row.aliases]) & wanted
        weak = _stems([row.summary, *row.keywords]) & wanted
        if strong or weak:
            score = 3.0 * len(strong) + len(weak)
            hits.append(Hit(doc_id(row.slug, row.lang), score, frozenset(strong | weak)))
    hits.sort(key=lambda hit: (-hit.score, hit.id))
    return Hits(query, None, tuple(hits[:limit]))


def _stems(texts: Sequence[str]) -> set[str]:
    return {stem(word) for text in texts for word in words(text)}
