"""Finding articles from people’s own words: the engine first, the database where it fails."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from markupsafe import Markup
from sqlalchemy import select

from helpdesk.core.clock import local
from helpdesk.core.identifiers import one_line
from helpdesk.db import AnyRow, db
from helpdesk.engines.search import Filters, Hit, SearchUnavailable
from helpdesk.faq.indexing import doc_id, search_engine, slug_and_lang
from helpdesk.faq.models import Article
from helpdesk.faq.nesting import inside
from helpdesk.faq.passages import marked, passage
from helpdesk.faq.queries import list_collections, searchable
from helpdesk.faq.ranking import without_index
from helpdesk.faq.readers.rules import NOBODY, READS_EVERYTHING, Badges, may_read
from helpdesk.faq.rules import Audience
from helpdesk.faq.situations import Places, Variant, fitting, nowhere, offered
from helpdesk.faq.synonyms.queries import synonyms_in_use

log = logging.getLogger(__name__)

LONGEST_QUERY = 1000
"""What is read of a query, in characters: a few sentences, as people write them to somebody."""
SPARE = 5
"""How many hits more are asked of the index: some may have expired since."""


@dataclass(frozen=True)
class Search:
    """What is looked for. `lang` is the reader’s: English readers find French articles too."""

    query: str
    lang: str = "fr"
    collection: str | None = None
    audience: Audience | None = None
    provider: str | None = None
    badges: Badges = NOBODY
    """Of who looks: what is kept for others is not found."""
    places: Callable[[], Places] = nowhere
    """Tells where the organisations of who looks stand; asked only when an answer depends on it."""
    once_a_question: bool = True
    """Whether variants of one question are one result; who links to articles wants each of them."""

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is left out by a filter."""
        return bool(self.collection or self.audience or self.provider)

    def widened(self) -> "Search":
        """The same search without its filters."""
        return replace(self, collection=None, audience=None, provider=None)

    def filters(self, collections: frozenset[str] | None) -> Filters:
        """Return the same as the engine wants it, its collection with all that lie in it."""
        audiences = None if self.audience is None else frozenset({self.audience.value, Audience.BOTH.value})
        return Filters(
            lang="fr" if self.lang == "fr" else None,
            collections=collections,
            audiences=audiences,
            providers=None if self.provider is None else frozenset({self.provider, ""}),
            badges=None if READS_EVERYTHING in self.badges else self.badges,
        )


@dataclass(frozen=True)
class Result:
    """An article found, with the stems of the query that it holds; `snippet` is plain text."""

    slug: str
    lang: str
    title: str
    summary: str
    snippet: str
    stems: frozenset[str]
    collection: str
    audience: Audience
    readers: str = ""
    """For whom it is kept, as its row holds it; empty for everybody."""
    provider: str = ""
    """For whose customers it holds; empty for everybody."""
    variant: str = ""
    """The situation it answers, where others answer the same question."""
    besides: tuple[Variant, ...] = ()
    """Those others, where they may be the answer too."""

    @property
    def title_html(self) -> Markup:
        """The title with the words marked that were found."""
        return marked(self.title, self.stems, self.lang)

    @property
    def snippet_html(self) -> Markup:
        """The passage with the words marked that were found."""
        return marked(self.snippet, self.stems, self.lang)


Found = tuple[Hit, AnyRow]
"""What the index says of an article, and its row."""


@dataclass(frozen=True)
class Answer:
    """What a search gives, best first; `corrected` is how the query was understood, if otherwise."""

    query: str
    corrected: str | None
    results: list[Result]


def clean_query(text: str) -> str:
    """Return a query on one line, without what no one can see, cut to size."""
    return one_line(text[: LONGEST_QUERY * 4])[:LONGEST_QUERY].strip()


def search_articles(search: Search, *, now: datetime, limit: int = 10) -> Answer:
    """Return the articles that answer a query; a draft, expired or unpublished one never."""
    if not search.query:
        return Answer("", None, [])
    today = local(now).date()
    collections = _collections(search)
    try:
        hits = search_engine().search(
            search.query,
            limit=_to_ask(limit),
            filters=search.filters(collections),
            synonyms=synonyms_in_use(),
            lang=search.lang,
        )
    except SearchUnavailable as error:
        # The worker sees the same and makes the index anew: a search writes nothing and waits for nobody.
        log.warning("searching in the database: %s", error)
        hits = without_index(
            search.query, lang=search.lang, badges=search.badges, today=today, limit=_to_ask(limit)
        )
    rows = _rows(hits.hits, search, collections, today)
    found = [(hit, rows[hit.id]) for hit in hits.hits if hit.id in rows]
    places = (
        search.places() if any("stages" in each for _, row in found for each in row.variants) else nowhere()
    )
    best = _once(_for_their_stage(found, places, search, today), search.lang)
    if search.once_a_question:
        best = _one_answer(best)
    results = [_result(hit, row, _besides(row, places, search.badges, today)) for hit, row in best[:limit]]
    return Answer(search.query, hits.corrected, results)


def _to_ask(limit: int) -> int:
    """Return how many hits to ask for: of two languages of an article, or two variants of a question, one is shown."""
    return 2 * limit + SPARE


def _collections(search: Search) -> frozenset[str] | None:
    if search.collection is None:
        return None
    return inside(search.collection, list_collections())


def _for_their_stage(found: Sequence[Found], places: Places, search: Search, today: date) -> Sequence[Found]:
    """Put the variants for who looks in the place of those for others; somebody unknown gets all of them."""
    if not places:
        return found
    others = {hit.id: _others(row, places) for hit, row in found}
    ids = {each for named in others.values() for each in named}
    rows = _rows([Hit(each, 0.0, frozenset()) for each in ids], search, _collections(search), today)
    put: list[Found] = []
    for hit, row in found:
        instead = [(replace(hit, id=each), rows[each]) for each in others[hit.id] if each in rows]
        # Where theirs is left out by a filter, or expired, what was found stays.
        put += instead or [(hit, row)]
    return put


def _others(row: AnyRow, places: Places) -> list[str]:
    """Return the variants for an organisation at any of these places; none where the one found is among them."""
    fit = [slug for place in sorted(places) for slug in fitting(row.variants, place)]
    return [] if row.slug in fit else [doc_id(slug, row.lang) for slug in dict.fromkeys(fit)]


def _besides(row: AnyRow, places: Places, badges: Badges, today: date) -> tuple[Variant, ...]:
    """Return the other variants that may be the answer for who looks: for somebody known, theirs alone."""
    fit = {slug for place in places for slug in fitting(row.variants, place)}
    return tuple(
        each
        for each in offered(row.variants, today, own=row.slug)
        if each["slug"] != row.slug
        and (row.slug not in fit or each["slug"] in fit)
        and may_read(each.get("readers", ""), badges)
    )


def _rows(
    hits: Sequence[Hit], search: Search, collections: frozenset[str] | None, today: date
) -> dict[str, AnyRow]:
    """Read what was found from the database, which alone knows what may be shown."""
    if not hits:
        return {}
    columns = (
        Article.slug,
        Article.lang,
        Article.title,
        Article.summary,
        Article.plain_text,
        Article.collection,
        Article.audience,
        Article.readers,
        Article.provider,
        Article.variant,
        Article.variants,
    )
    slugs, langs = zip(*(slug_and_lang(hit.id) for hit in hits), strict=True)
    # Not a list of pairs: SQLite reads the whole table for those.
    asked = select(*columns).where(
        Article.slug.in_(slugs), Article.lang.in_(set(langs)), searchable(today, search.badges)
    )
    if collections is not None:
        asked = asked.where(Article.collection.in_(collections))
    if search.audience is not None:
        asked = asked.where(Article.audience.in_({search.audience, Audience.BOTH}))
    if search.provider is not None:
        asked = asked.where(Article.provider.in_({search.provider, ""}))
    return {doc_id(row.slug, row.lang): row for row in db.session.execute(asked)}


def _once(found: Sequence[Found], lang: str) -> list[Found]:
    """Keep one of the languages of each article, the reader’s first, where the best of them stood."""
    best: dict[str, Found] = {}
    for hit, row in found:
        if row.slug not in best or row.lang == lang:
            best[row.slug] = hit, row
    return list(best.values())


def _one_answer(found: Sequence[Found]) -> list[Found]:
    """Keep the best of the variants of each question."""
    kept, taken = [], set[str]()
    for hit, row in found:
        if row.slug not in taken:
            kept.append((hit, row))
            taken.update(each["slug"] for each in row.variants)
    return kept


def _result(hit: Hit, row: AnyRow, besides: tuple[Variant, ...]) -> Result:
    return Result(
        slug=row.slug,
        lang=row.lang,
        title=row.title,
        summary=row.summary,
        snippet=passage(row.plain_text, hit.stems, row.lang) or row.summary,
        stems=hit.stems,
        collection=row.collection,
        audience=row.audience,
        readers=row.readers,
        provider=row.provider,
        variant=row.variant,
        besides=besides,
    )
