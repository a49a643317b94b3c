"""From a person's words to weighted terms: corrections, synonyms, and the word still being typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from helpdesk.core.french import located_words, words
from helpdesk.core.languages import LANGUAGES, Language
from helpdesk.engines.search.synonyms import Synonyms
from helpdesk.engines.search.weights import is_spelt, joined

MAX_WORDS = 120
"""Words read of a question; a whole mail pasted into the search field is cut here."""

MAX_CHARACTERS = 1200
"""Length beyond which a query is cut."""

MAX_CORRECTED = 12
"""Unknown words for which neighbours are looked for; a question with more is in another language."""

_CODE = 2.0
"""What a word of letters and digits counts: who types AM04 wants just that."""

_SYNONYM = 0.6
_COMPLETION = 0.5
_NEAR = {1: 0.8, 2: 0.6}
"""What a correction counts, by the number of letters that differ."""


class KnownWords(Protocol):
    """The words the index knows."""

    def holds(self, stem: str) -> bool:
        """Tell whether an article holds a word with this stem."""

    def uses(self, stem: str, lang: str) -> bool:
        """Tell whether a word with this stem was ever in an article of this language."""

    def near(self, word: str, lang: str) -> Sequence[tuple[str, int]]:
        """Return the folded words of a language that look like this one, best first, with the letters that differ."""

    def beginning_with(self, prefix: str, lang: str) -> Sequence[str]:
        """Return the commonest folded words of a language that begin so."""

    def spelt(self, word: str, lang: str) -> str:
        """Return the word with its accents, as articles of this language write it."""


@dataclass(frozen=True, slots=True)
class Question:
    """Hold what is looked for: weights by stem, pairs of stems, words as written, and the query put right."""

    stems: dict[str, float]
    pairs: frozenset[str]
    surface: frozenset[str]
    corrected: str | None


def understand(query: str, known: KnownWords, *, synonyms: Synonyms, lang: str = "fr") -> Question:
    """Return the weighted terms of a query; unknown words are looked for as typed and as corrected.

    A question in another language is read in French too: its articles may exist in French only. It is put
    right in its own language alone.
    """
    typed = words(query)[:MAX_WORDS]
    own = lang if lang in LANGUAGES else "fr"
    reading = _Reading(known, synonyms, own, {each: LANGUAGES[each] for each in (own, "fr")})
    kept = [word for word in typed if word not in LANGUAGES[own].stop_words] or typed
    unfinished = typed[-1] if typed and query[-1:].isalnum() else None
    for word in dict.fromkeys(kept):
        reading.take(word, unfinished=word == unfinished)
    for synonym in synonyms.of(typed, own):
        reading.add_synonym(synonym)
    for first, second in pairwise(typed):
        reading.take_code(first + second)
    return reading.question(query, typed=typed, kept=kept)


@dataclass(slots=True)
class _Reading:
    """Gather what each word of the query brings, in every language it is read in."""

    known: KnownWords
    synonyms: Synonyms
    lang: str
    """In which language the question is put right."""
    languages: Mapping[str, Language]
    weights: dict[str, float] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)
    unknown: int = 0

    def take(self, word: str, *, unfinished: bool) -> None:
        self._add(word, _CODE if _is_code(word) else 1.0)
        if self._knows(word):
            return
        endings = self._endings(word) if unfinished else []
        for ending in endings:
            self._add(ending, _COMPLETION)
        # A word that a synonym is declared for is no mistake, though no article holds it.
        if not endings and not self._means_another(word):
            self._correct(word)

    def take_code(self, code: str) -> None:
        """Look for “AM 04” as AM04 too, when an article holds it."""
        if _is_code(code) and self._knows(code):
            self._add(code, _CODE)

    def add_synonym(self, text: str) -> None:
        for each in self.languages.values():
            stems = each.stems(text)
            for term in stems:
                self._add_stem(term, _SYNONYM / len(stems) ** 0.5)

    def question(self, query: str, *, typed: Sequence[str], kept: Sequence[str]) -> Question:
        meant = [self.corrections.get(word, word) for word in kept]
        pairs = {
            pair
            for each in self.languages.values()
            for said in (kept, meant)
            for pair in joined(map(each.stem, said))
        }
        surface = {*typed, *self.corrections.values()}
        return Question(self.weights, frozenset(pairs), frozenset(surface), self._put_right(query))

    def _endings(self, word: str) -> list[str]:
        return [ending for lang in self.languages for ending in self.known.beginning_with(word, lang)]

    def _knows(self, word: str) -> bool:
        """Tell whether articles hold a word, in one of the languages the question is read in."""
        return any(
            word in each.stop_words or self._holds(word, each.stem(word), lang)
            for lang, each in self.languages.items()
        )

    def _holds(self, word: str, stem: str, lang: str) -> bool:
        # What is too short or too much of a code to be misspelt belongs to no language.
        return self.known.holds(stem) and (not is_spelt(word) or self.known.uses(stem, lang))

    def _means_another(self, word: str) -> bool:
        return any(self.synonyms.name(word, lang) for lang in self.languages)

    def _correct(self, word: str) -> None:
        self.unknown += 1
        if self.unknown > MAX_CORRECTED:
            return
        near = [
            (candidate, differing)
            for candidate, differing in self.known.near(word, self.lang)
            if self._knows(candidate)
        ]
        share = 1.0 if len(near) == 1 else 1.3
        for candidate, differing in near:
            self._add(candidate, _NEAR.get(differing, 0.5) / share)
        if near:
            self.corrections[word] = near[0][0]

    def _add(self, word: str, weight: float) -> None:
        for each in self.languages.values():
            self._add_stem(each.stem(word), weight)

    def _add_stem(self, term: str, weight: float) -> None:
        self.weights[term] = max(weight, self.weights.get(term, 0.0))

    def _put_right(self, query: str) -> str | None:
        """Return the query with its corrections in place of what was typed, or None without any."""
        right, done = "", 0
        for word, start, end in located_words(query):
            if correction := self.corrections.get(word):
                spelt = self.known.spelt(correction, self.lang)
                right += query[done:start] + (spelt.capitalize() if query[start].isupper() else spelt)
                done = end
        return right + query[done:] if self.corrections else None


def _is_code(word: str) -> bool:
    return not word.isalpha() and not word.isdigit()
