"""What a change of the list would do to the results of the words concerned."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from helpdesk.db import db
from helpdesk.engines.search import Filters
from helpdesk.engines.search.synonyms import Synonyms
from helpdesk.faq.indexing import search_engine, slug_and_lang
from helpdesk.faq.models import Article

SHOWN = 5
"""Results compared for each word."""

MOST_QUERIES = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One result after the change: where it stood before, from 1, None when it was not shown."""

    title: str
    before: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The results of one word: after the change, and the titles that are no longer shown."""

    query: str
    after: Sequence[Line]
    gone: Sequence[str]

    @property
    def changes(self) -> bool:
        """Tell whether anything moves."""
        return bool(self.gone) or any(line.before != place for place, line in enumerate(self.after, 1))


def compare(queries: Sequence[str], before: Synonyms, after: Synonyms) -> list[Comparison]:
    """Return the results of each query with the one list and the other. Raises SearchUnavailable."""
    asked = list(dict.fromkeys(queries))[:MOST_QUERIES]
    found = {query: (_ids(query, before), _ids(query, after)) for query in asked}
    titles = _titles({id for pair in found.values() for ids in pair for id in ids})
    return [_comparison(query, old, new, titles) for query, (old, new) in found.items()]


def _ids(query: str, synonyms: Synonyms) -> list[str]:
    answer = search_engine().search(query, limit=SHOWN, filters=Filters(lang="fr"), synonyms=synonyms)
    return [hit.id for hit in answer.hits]


def _titles(ids: set[str]) -> dict[str, str]:
    slugs = {slug_and_lang(id)[0] for id in ids}
    rows = db.session.execute(
        select(Article.slug, Article.title).where(Article.slug.in_(slugs), Article.lang == "fr")
    )
    return {row.slug: row.title for row in rows}


def _comparison(query: str, old: Sequence[str], new: Sequence[str], titles: dict[str, str]) -> Comparison:
    def title(id: str) -> str:
        slug = slug_and_lang(id)[0]
        return titles.get(slug, slug)

    places = {id: place for place, id in enumerate(old, 1)}
    return Comparison(
        query,
        [Line(title(id), places.get(id)) for id in new],
        [title(id) for id in old if id not in new],
    )
