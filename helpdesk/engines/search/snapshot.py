"""One generation of the index, opened for reading."""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest

from whoosh.reading import IndexReader, TermNotFound

from helpdesk.core.french import STOP_WORDS, stem
from helpdesk.engines.search import Filters, Hit, Hits
from helpdesk.engines.search.question import Question, understand
from helpdesk.engines.search.synonyms import SYNONYMS
from helpdesk.engines.search.vocabulary import Vocabulary

K1 = 6.0
"""How late a word that comes again and again stops counting more."""

PAIR_WEIGHT = 0.4
SURFACE_WEIGHT = 0.4

COMMON = 0.4
"""A little word in more than this share of the titles tells nothing apart and is not looked up."""

_ANSWERS_KEPT = 512
_TERMS_KEPT = 4096

Impacts = tuple["array[int]", "array[float]"]
"""The articles that hold a term, and what it brings to each: arrays, since pairs would take ten times the room."""

_NOTHING: Impacts = (array("I"), array("f"))


@dataclass(frozen=True, slots=True)
class Held:
    """Hold what the index keeps of an article besides its words."""

    id: str
    version: str
    lang: str
    collection: str
    audience: str

    def passes(self, filters: Filters) -> bool:
        """Tell whether the article is among those asked for."""
        return (
            filters.lang in {None, self.lang}
            and filters.collection in {None, self.collection}
            and (filters.audiences is None or self.audience in filters.audiences)
        )


class Snapshot:
    """Answer questions from one generation; what was read or answered once is kept until the next.

    It is not safe for several threads at once: Whoosh's readers share their place in the file.
    """

    def __init__(self, reader: IndexReader, vocabulary: Vocabulary) -> None:
        self._reader = reader
        self._vocabulary = vocabulary
        self.held = {number: Held(**stored) for number, stored in reader.iter_docs()}
        self.search = lru_cache(_ANSWERS_KEPT)(self._search)
        self._impacts = lru_cache(_TERMS_KEPT)(self._read_impacts)

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    def _search(self, query: str, limit: int, filters: Filters) -> Hits:
        question = understand(query, self, synonyms=SYNONYMS)
        scores = self._score(question)
        held = self.held
        found = (
            (-score, held[number].id) for number, score in scores.items() if held[number].passes(filters)
        )
        stems = frozenset(question.stems)
        hits = tuple(Hit(id, -score, stems) for score, id in nsmallest(limit, found))
        return Hits(query, question.corrected, hits)

    def _score(self, question: Question) -> Mapping[int, float]:
        scores: defaultdict[int, float] = defaultdict(float)
        for field, term, weight in _terms(question):
            for number, impact in zip(*self._impacts(field, term), strict=True):
                scores[number] += weight * impact
        return scores

    def _read_impacts(self, field: str, term: str) -> Impacts:
        numbers, weights = self._read_postings(field, term)
        articles, holders = len(self.held), len(numbers)
        if field == "surface" and holders > COMMON * articles > 10:
            return _NOTHING
        rarity = math.log(1 + (articles - holders + 0.5) / (holders + 0.5))
        k1 = K1 if field == "stems" else 1.0
        return numbers, array("f", (rarity * (k1 + 1) * weight / (k1 + weight) for weight in weights))

    def _read_postings(self, field: str, term: str) -> Impacts:
        numbers, weights = array("I"), array("f")
        try:
            matcher = self._reader.postings(field, term)
        except TermNotFound:
            return _NOTHING
        while matcher.is_active():
            numbers.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
        return numbers, weights

    def knows(self, word: str) -> bool:
        """Tell whether an article holds the word or one of its family."""
        return word in STOP_WORDS or bool(self._impacts("stems", stem(word))[0])

    def near(self, word: str) -> Sequence[tuple[str, int]]:
        """Return the words of the articles that look like this one; those of deleted articles are left out."""
        return [(known, differing) for known, differing in self._vocabulary.near(word) if self.knows(known)]

    def beginning_with(self, prefix: str) -> Sequence[str]:
        """Return the commonest words of the articles that begin so."""
        return self._vocabulary.beginning_with(prefix)

    def spelt(self, word: str) -> str:
        """Return the word as most articles write it."""
        return self._vocabulary.spelt(word)


def _terms(question: Question) -> Iterator[tuple[str, str, float]]:
    for term, weight in question.stems.items():
        yield "stems", term, weight
    for term in question.pairs:
        yield "pairs", term, PAIR_WEIGHT
    for term in question.surface:
        yield "surface", term, SURFACE_WEIGHT
