"""Search by tantivy (extra `tantivy`), for large bases: its files find candidates, the score is ours.

The index lies in a folder as Whoosh's does, with the same lock and the same swap. Tantivy maps its files, so the
folder is for this program alone: a mapped file that is cut short kills the process.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Document, Index, Occur, Query

from helpdesk.engines.health import Health
from helpdesk.engines.schemes import folder_of
from helpdesk.engines.search import EVERYTHING, MAX_HITS, Doc, Filters, Hit, Hits, SearchUnavailable, latest
from helpdesk.engines.search.folder import IndexFolder, scratch_folder
from helpdesk.engines.search.newest import Newest
from helpdesk.engines.search.packed import CANDIDATES, Scorer, pack
from helpdesk.engines.search.probe import probed
from helpdesk.engines.search.question import MAX_CHARACTERS, understand
from helpdesk.engines.search.scoring import FIELDS, Term, rated
from helpdesk.engines.search.synonyms import SHIPPED, Synonyms
from helpdesk.engines.search.vocabulary import Vocabulary, note_words
from helpdesk.engines.search.weights import Weights, weigh

_HEAP = 30_000_000
"""Bytes that the writer gathers before it writes."""

_OFTEN = 12
"""A term is written as often as it weighs, at most this often: so tantivy sees how much it counts."""


STORED = ("id", "version", "lang", "collection", "audience", "provider")
READERS = "readers"
"""The badges that open an article; one for everybody is open to the empty badge, which everybody wears."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in STORED:
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(READERS, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("weights", stored=True)
    return builder.build()


SCHEMA = _schema()


class Reader:
    """Answer from one generation of the index."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        self._searcher = Index.open(str(folder)).searcher()
        self.uses = vocabulary.uses
        self.near = vocabulary.near
        self.beginning_with = vocabulary.beginning_with
        self.spelt = vocabulary.spelt

    def close(self) -> None:
        """Let go of nothing: the files are closed with the last object that uses them."""

    def holds(self, stem: str) -> bool:
        """Tell whether an article holds a word with this stem."""
        return self._holders("stems", stem) > 0

    def search(self, query: str, limit: int, filters: Filters, synonyms: Synonyms, lang: str) -> Hits:
        """Return the best articles for a query."""
        question = understand(query, self, synonyms=synonyms, lang=lang)
        terms = rated(question, self._holders, self._searcher.num_docs)
        scorer = Scorer(terms)
        scored = sorted(
            (-scorer.score(article["weights"][0]), article["id"][0])
            for article in self._articles(_wanted(terms, filters), max(CANDIDATES, 2 * limit))
        )
        stems = frozenset(question.stems)
        return Hits(query, question.corrected, tuple(Hit(id, -score, stems) for score, id in scored[:limit]))

    def versions(self) -> Mapping[str, str]:
        """Return the version of every article."""
        everything = self._articles(Query.all_query(), self._searcher.num_docs)
        return {article["id"][0]: article["version"][0] for article in everything}

    def _articles(self, wanted: Query, limit: int) -> Iterator[Mapping[str, Any]]:
        found = self._searcher.search(wanted, limit=max(1, limit), count=False)
        return (self._searcher.doc(address).to_dict() for _, address in found.hits)

    def _holders(self, field: str, text: str) -> int:
        return self._searcher.doc_freq(field, _token(text))


class TantivyEngine:
    """Search the index of a folder; see the port for what each method promises."""

    def __init__(self, root: Path) -> None:
        self._folder = IndexFolder(root, "tantivy3")
        self._newest = Newest(self._folder, generation=_generation, opened=Reader)

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        filters: Filters = EVERYTHING,
        synonyms: Synonyms = SHIPPED,
        lang: str = "fr",
    ) -> Hits:
        """Return the best articles."""
        question, most = query[:MAX_CHARACTERS], min(limit, MAX_HITS)
        return self._newest.ask(lambda reader: reader.search(question, most, filters, synonyms, lang))

    def upsert(self, docs: Iterable[Doc]) -> None:
        """Replace the articles in the index in use."""
        articles = latest(docs)
        with self._writer() as (writer, folder):
            note_words(folder, articles)
            for doc in articles:
                writer.delete_documents_by_term("id", doc.id)
                writer.add_document(_document(doc))

    def delete(self, ids: Iterable[str]) -> None:
        """Take the articles out of the index in use."""
        with self._writer() as (writer, _):
            for id in ids:
                writer.delete_documents_by_term("id", id)

    def rebuild(self, docs: Iterable[Doc]) -> None:
        """Fill a new folder and swap it in."""
        with self._folder.lock(), self._folder.replacement() as new:
            articles = latest(docs)
            note_words(new, articles)
            writer = Index(SCHEMA, path=str(new)).writer(_HEAP, 1)
            for doc in articles:
                writer.add_document(_document(doc))
            writer.commit()
            writer.wait_merging_threads()

    def versions(self) -> Mapping[str, str]:
        """Return the version of every article."""
        return self._newest.ask(lambda reader: reader.versions())

    def generation(self) -> str:
        """Return the name of the folder in use and the number of its last commit."""
        return self._newest.generation()

    def health(self) -> Health:
        """Open the index and ask it something."""
        return probed(self)

    @contextmanager
    def _writer(self) -> Iterator[tuple[tantivy.IndexWriter, Path]]:
        """Lend the only writer and the folder it writes to."""
        with self._folder.lock():
            current = self._folder.current()
            try:
                writer = Index.open(str(current)).writer(_HEAP, 1)
                yield writer, current
                writer.commit()
                writer.wait_merging_threads()
            except Exception as error:
                raise SearchUnavailable(f"The search index {current} cannot be written: {error!r}") from error


def open_url(url: str) -> TantivyEngine:
    """Return the engine for the URL's folder; the first rebuild makes it."""
    return TantivyEngine(folder_of(url, setting="search_url"))


scratch = scratch_folder


def _generation(current: Path) -> str:
    return f"{current.name}.{json.loads((current / 'meta.json').read_bytes())['opstamp']}"


def _wanted(terms: Sequence[Term], filters: Filters) -> Query:
    """Return a query for the articles that hold any of the terms and pass the filters."""
    any_of = [
        (
            Occur.Should,
            Query.boost_query(Query.term_query(SCHEMA, term.field, _token(term.text), "freq"), term.weight),
        )
        for term in terms
    ]
    badges = None if filters.badges is None else filters.badges | {""}
    several = {
        "lang": None if filters.lang is None else {filters.lang},
        "collection": filters.collections,
        "audience": filters.audiences,
        "provider": filters.providers,
        READERS: badges,
    }
    allowed = {name: sorted(values) for name, values in several.items() if values is not None}
    narrowed = (
        Query.const_score_query(Query.term_set_query(SCHEMA, name, values), 0.0)
        for name, values in allowed.items()
    )
    return Query.boolean_query([(Occur.Must, each) for each in (Query.boolean_query(any_of), *narrowed)])


def _document(doc: Doc) -> Document:
    postings = weigh(doc)
    article = Document()
    for name in STORED:
        article.add_text(name, getattr(doc, name))
    for badge in doc.readers or {""}:
        article.add_text(READERS, badge)
    for field, weights in postings.items():
        article.add_text(field, _repeated(weights))
    article.add_bytes("weights", pack(postings))
    return article


def _repeated(weights: Weights) -> str:
    return " ".join(
        " ".join([_token(term)] * min(_OFTEN, math.ceil(weight))) for term, weight in weights.items()
    )


def _token(text: str) -> str:
    return text.replace(" ", "_")
