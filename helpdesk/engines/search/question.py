"""From a person's words to weighted terms: corrections, synonyms, and the word still being typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from helpdesk.core.french import STOP_WORDS, located_words, stem, stems, words
from helpdesk.engines.search.weights import joined

MAX_WORDS = 32
"""Words read of a question; a whole mail pasted into the search field is cut here."""

MAX_CHARACTERS = 400
"""Length beyond which a query is cut."""

MAX_PHRASE = 3
"""Words in the longest phrase that has synonyms."""

_CODE = 2.0
"""What a word of letters and digits counts: who types AM04 wants just that."""

_SYNONYM = 0.6
_COMPLETION = 0.5
_NEAR = {1: 0.8, 2: 0.6}
"""What a correction counts, by the number of letters that differ."""


class KnownWords(Protocol):
    """The words the index knows, folded."""

    def knows(self, word: str) -> bool:
        """Tell whether an article holds the word."""

    def near(self, word: str) -> Sequence[tuple[str, int]]:
        """Return the known words that look like this one, best first, with the letters that differ."""

    def beginning_with(self, prefix: str) -> Sequence[str]:
        """Return the commonest known words that begin so."""

    def spelt(self, word: str) -> str:
        """Return the word with its accents, as articles write it."""


@dataclass(frozen=True, slots=True)
class Question:
    """Hold what is looked for: weights by stem, pairs of stems, words as written, and the query put right."""

    stems: Mapping[str, float]
    pairs: frozenset[str]
    surface: frozenset[str]
    corrected: str | None


def understand(query: str, known: KnownWords, *, synonyms: Mapping[str, Sequence[str]]) -> Question:
    """Return the weighted terms of a query; unknown words are looked for as typed and as corrected.

    `synonyms` gives, for a folded word or phrase, the words that mean the same.
    """
    typed = words(query)[:MAX_WORDS]
    kept = [word for word in typed if word not in STOP_WORDS] or typed
    reading = _Reading(known)
    unfinished = typed[-1] if typed and query[-1:].isalnum() else None
    for word in kept:
        reading.take(word, unfinished=word == unfinished)
    for phrase in _phrases(typed):
        for synonym in synonyms.get(phrase, ()):
            reading.add_text(synonym, _SYNONYM)
    for first, second in pairwise(typed):
        reading.take_code(first + second)
    return reading.question(query, typed=typed, kept=kept)


@dataclass(slots=True)
class _Reading:
    """Gather what each word of the query brings."""

    known: KnownWords
    weights: dict[str, float] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)

    def take(self, word: str, *, unfinished: bool) -> None:
        self._add(word, _CODE if _is_code(word) else 1.0)
        if self.known.knows(word):
            return
        endings = self.known.beginning_with(word) if unfinished else ()
        for ending in endings:
            self._add(ending, _COMPLETION)
        if not endings:
            self._correct(word)

    def take_code(self, code: str) -> None:
        """Look for “AM 04” as AM04 too, when an article holds it."""
        if _is_code(code) and self.known.knows(code):
            self._add(code, _CODE)

    def add_text(self, text: str, weight: float) -> None:
        for term in stems(text):
            self._add_stem(term, weight)

    def question(self, query: str, *, typed: Sequence[str], kept: Sequence[str]) -> Question:
        meant = [self.corrections.get(word, word) for word in kept]
        pairs = {*joined(map(stem, kept)), *joined(map(stem, meant))}
        surface = {*typed, *self.corrections.values()}
        return Question(self.weights, frozenset(pairs), frozenset(surface), self._put_right(query))

    def _correct(self, word: str) -> None:
        near = self.known.near(word)
        share = 1.0 if len(near) == 1 else 1.3
        for candidate, differing in near:
            self._add(candidate, _NEAR.get(differing, 0.5) / share)
        if near:
            self.corrections[word] = near[0][0]

    def _add(self, word: str, weight: float) -> None:
        self._add_stem(stem(word), weight)

    def _add_stem(self, term: str, weight: float) -> None:
        self.weights[term] = max(weight, self.weights.get(term, 0.0))

    def _put_right(self, query: str) -> str | None:
        """Return the query with its corrections in place of what was typed, or None without any."""
        right, done = "", 0
        for word, start, end in located_words(query):
            if correction := self.corrections.get(word):
                spelt = self.known.spelt(correction)
                right += query[done:start] + (spelt.capitalize() if query[start].isupper() else spelt)
                done = end
        return right + query[done:] if self.corrections else None


def _is_code(word: str) -> bool:
    return not word.isalpha() and not word.isdigit()


def _phrases(typed: Sequence[str]) -> Iterator[str]:
    for length in range(1, MAX_PHRASE + 1):
        for start in range(len(typed) - length + 1):
            yield " ".join(typed[start : start + length])
