"""One generation of the index, opened for reading."""

from array import array
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest

from whoosh.reading import IndexReader, TermNotFound

from helpdesk.engines.search import Filters, Hit, Hits
from helpdesk.engines.search.question import Question, understand
from helpdesk.engines.search.scoring import rated, saturated
from helpdesk.engines.search.synonyms import Synonyms
from helpdesk.engines.search.vocabulary import Vocabulary

_ANSWERS_KEPT = 512
_TERMS_KEPT = 4096

Postings = tuple["array[int]", "array[float]"]
"""The articles that hold a term, and what it counts in each: arrays, since pairs would take ten times the room."""

_NOTHING: Postings = (array("I"), array("f"))


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold a search; two alike have the same answer until the next generation."""

    query: str
    limit: int
    filters: Filters
    synonyms: Synonyms
    lang: str


@dataclass(frozen=True, slots=True)
class Held:
    """Hold what the index keeps of an article besides its words."""

    id: str
    version: str
    lang: str
    collection: str
    audience: str
    provider: str
    readers: tuple[str, ...]

    def passes(self, filters: Filters) -> bool:
        """Tell whether the article is among those asked for."""
        return (
            filters.lang in {None, self.lang}
            and (filters.collections is None or self.collection in filters.collections)
            and (filters.audiences is None or self.audience in filters.audiences)
            and (filters.providers is None or self.provider in filters.providers)
            and (filters.badges is None or not self.readers or not filters.badges.isdisjoint(self.readers))
        )


class Snapshot:
    """Answer questions from one generation; what was read or answered once is kept until the next.

    It is not safe for several threads at once: Whoosh's readers share their place in the file.
    """

    def __init__(self, reader: IndexReader, vocabulary: Vocabulary) -> None:
        self._reader = reader
        self.uses = vocabulary.uses
        self.near = vocabulary.near
        self.beginning_with = vocabulary.beginning_with
        self.spelt = vocabulary.spelt
        self.held = {number: Held(**stored) for number, stored in reader.iter_docs()}
        self.search = lru_cache(_ANSWERS_KEPT)(self._search)
        self._postings = lru_cache(_TERMS_KEPT)(self._read_postings)

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    def _search(self, asked: Asked) -> Hits:
        question = understand(asked.query, self, synonyms=asked.synonyms, lang=asked.lang)
        held = self.held
        found = (
            (-score, held[number].id)
            for number, score in self._score(question).items()
            if held[number].passes(asked.filters)
        )
        stems = frozenset(question.stems)
        hits = tuple(Hit(id, -score, stems) for score, id in nsmallest(asked.limit, found))
        return Hits(asked.query, question.corrected, hits)

    def _score(self, question: Question) -> Mapping[int, float]:
        scores: defaultdict[int, float] = defaultdict(float)
        for term in rated(question, lambda field, text: len(self._postings(field, text)[0]), len(self.held)):
            worth = term.worth
            for number, weight in zip(*self._postings(term.field, term.text), strict=True):
                scores[number] += worth * weight
        return scores

    def _read_postings(self, field: str, term: str) -> Postings:
        numbers, weights = array("I"), array("f")
        try:
            matcher = self._reader.postings(field, term)
        except TermNotFound:
            return _NOTHING
        while matcher.is_active():
            numbers.append(matcher.id())
            weights.append(saturated(field, matcher.weight()))
            matcher.next()
        return numbers, weights

    def holds(self, stem: str) -> bool:
        """Tell whether an article holds a word with this stem; those of deleted articles are left out."""
        return bool(self._postings("stems", stem)[0])
