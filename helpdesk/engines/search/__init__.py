"""The search port: what the FAQ asks of any search engine, and how one is opened.

The index is a cache: it can be thrown away and rebuilt from the database at any time.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from helpdesk.core.pile import Pile
from helpdesk.engines.health import Health
from helpdesk.engines.schemes import Scheme, load
from helpdesk.engines.search.synonyms import SHIPPED, Synonyms

SCHEMES: Mapping[str, Scheme] = {
    "whoosh": Scheme("helpdesk.engines.search.whoosh"),
    "postgresql+psycopg": Scheme("helpdesk.engines.search.postgres", extra="postgres"),
    "postgresql": Scheme("helpdesk.engines.search.postgres", extra="postgres"),
    "tantivy": Scheme("helpdesk.engines.search.tantivy", extra="tantivy"),
}

MAX_HITS = 100
"""More are never given, whatever limit is asked for."""


class SearchUnavailable(Exception):
    """The index is missing, torn or busy: answer from the database and have it rebuilt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doc:
    """Hold what the engine indexes of one article.

    `body` is plain text. `version` is any mark that changes with the article: comparing `versions()` with the
    database tells what must be indexed again.
    """

    id: str
    title: str
    summary: str = ""
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    body: str = ""
    lang: str = "fr"
    collection: str = ""
    audience: str = ""
    provider: str = ""
    readers: frozenset[str] = frozenset()
    """Badges of which a reader needs one; empty where the article is for everybody."""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Narrow a search; None lets everything through."""

    lang: str | None = None
    collections: frozenset[str] | None = None
    audiences: frozenset[str] | None = None
    providers: frozenset[str] | None = None
    """With “” for the articles that hold whoever the provider is."""
    badges: frozenset[str] | None = None
    """What the reader wears: articles kept for others are hidden."""


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold one article found; `stems` are what was looked for, corrections included, to mark in a snippet."""

    id: str
    score: float
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hits:
    """Hold an answer, best first; `corrected` is the query as it was understood, None when unchanged."""

    query: str
    corrected: str | None
    hits: tuple[Hit, ...]


def latest(docs: Iterable[Doc]) -> Pile[Doc]:
    """Return the last of those that have the same id, on the disk: there may be more than memory should hold."""
    pile = Pile[Doc]()
    numbers = {doc.id: pile.append(doc) for doc in docs}
    return pile.chosen(numbers.values())


class SearchEngine(Protocol):
    """Find articles from people's own words. Any number of processes may search while one writes."""

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        filters: Filters = EVERYTHING,
        synonyms: Synonyms = SHIPPED,
        lang: str = "fr",
    ) -> Hits:
        """Return the best articles; a query without any known word gives no hit. Raises SearchUnavailable.

        `lang` is the language of the query; which articles are wanted is said by `filters`.
        """

    def upsert(self, docs: Iterable[Doc]) -> None:
        """Add the articles, or replace those already there. Raises SearchUnavailable."""

    def delete(self, ids: Iterable[str]) -> None:
        """Forget the articles; an unknown id is no error. Raises SearchUnavailable."""

    def rebuild(self, docs: Iterable[Doc]) -> None:
        """Index exactly these articles beside the old index, then swap: readers see the one or the other."""

    def versions(self) -> Mapping[str, str]:
        """Return the `version` of every article held, by id. Raises SearchUnavailable."""

    def generation(self) -> str:
        """Return a mark that changes with every write, empty when there is no index."""

    def health(self) -> Health:
        """Tell whether the index can be read."""


def open_search(url: str) -> SearchEngine:
    """Return the engine that `url` names, e.g. `whoosh:///srv/helpdesk/index`; nothing is read yet."""
    engine: SearchEngine = load(url, SCHEMES, setting="search_url").open_url(url)
    return engine


@contextmanager
def scratch_search(url: str) -> Iterator[str]:
    """Lend the URL of an index of the same kind in a place of its own, which is gone afterwards.

    `url` may be the one in use, or the bare name of an engine that keeps its index in a folder, e.g. `whoosh`.
    """
    whole = url if ":" in url else f"{url}:"
    with load(whole, SCHEMES, setting="search_url").scratch(whole) as scratch:
        yield scratch
