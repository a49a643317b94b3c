"""Every word of the articles: what corrections are chosen from. In a folder they are one small file beside the index.

Words are only ever added; those no article holds any more go with the next rebuild.
"""

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from pathlib import Path

from helpdesk.core.french import Corrector, fold
from helpdesk.core.languages import language
from helpdesk.engines.files import write_durably
from helpdesk.engines.search import Doc
from helpdesk.engines.search.weights import spellings

COMPLETIONS = 8
SHORTEST_PREFIX = 2
"""Letters to be typed before completions are looked for: one says too little."""

_FILE = "words.json"


Words = dict[str, dict[str, int]]
"""By language: how many articles use each word, spelt as there. At 0 a word is known, and never proposed."""


def counted(articles: Iterable[Doc]) -> Words:
    """Return the words of these articles; what only articles for some readers use is proposed to nobody."""
    words: Words = {}
    for doc in articles:
        counts = words.setdefault(doc.lang, {})
        for form in spellings(doc):
            counts[form] = counts.get(form, 0) + (not doc.readers)
    return words


def note_words(folder: Path, articles: Iterable[Doc]) -> None:
    """Add the words of articles to those of the index in `folder`."""
    words = read_words(folder)
    for lang, counts in counted(articles).items():
        known = words.setdefault(lang, {})
        for form, count in counts.items():
            known[form] = known.get(form, 0) + count
    write_durably(folder / _FILE, [json.dumps(words, ensure_ascii=False).encode()])


class Vocabulary:
    """Suggest words of an index, language by language; they are read when first needed, and again once outdated."""

    def __init__(self, read: Callable[[], Words]) -> None:
        """Take the way to read the words."""
        self._read = read
        self._fresh = False
        self._lexicons: dict[str, _Lexicon] = {}

    def outdate(self) -> None:
        """Have the words read again before the next answer."""
        self._fresh = False

    def uses(self, stem: str, lang: str) -> bool:
        """Tell whether a word with this stem is in the vocabulary of a language."""
        # Words are only ever added, so what is known needs no new reading.
        known = self._lexicons.get(lang)
        return (known is not None and stem in known.stems) or stem in self._lexicon(lang).stems

    def near(self, word: str, lang: str) -> Sequence[tuple[str, int]]:
        """Return the words that look like this folded one, best first, with the letters that differ."""
        return self._lexicon(lang).near(word)

    def beginning_with(self, prefix: str, lang: str) -> Sequence[str]:
        """Return the commonest words that begin so."""
        return self._lexicon(lang).beginning_with(prefix) if len(prefix) >= SHORTEST_PREFIX else ()

    def spelt(self, word: str, lang: str) -> str:
        """Return a folded word as most articles of its language write it."""
        return self._lexicon(lang).spelling[word]

    def _lexicon(self, lang: str) -> "_Lexicon":
        if not self._fresh:
            for each, counts in self._read().items():
                self._lexicons.setdefault(each, _Lexicon(language(each).stem)).learn(counts)
            self._fresh = True
        return self._lexicons.setdefault(lang, _Lexicon(language(lang).stem))


class _Lexicon:
    """The words of one language."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        self._stem = stem
        self._frequency: dict[str, int] = {}
        self._in_order: list[str] = []
        self._corrector: Corrector | None = None
        self.spelling: dict[str, str] = {}
        self.stems: set[str] = set()

    def learn(self, counts: Mapping[str, int]) -> None:
        """Take the words with their counts in place of what was known; a word that was known once stays."""
        known, self._frequency = self._frequency, {}
        # The rarest first, so that the commonest spelling of a word is the one that stays.
        for form, count in sorted(counts.items(), key=lambda item: item[1]):
            word = fold(form)
            self._frequency[word] = self._frequency.get(word, 0) + count
            self.spelling[word] = form
        self.stems.update(self._stem(word) for word in self._frequency.keys() - known.keys())
        self._in_order = sorted(word for word, count in self._frequency.items() if count)
        if self._corrector is not None:
            self._corrector.learn(dict.fromkeys(known, 0) | self._frequency)

    def near(self, word: str) -> Sequence[tuple[str, int]]:
        """Return the words that look like this one; what that takes is made for the first who misspells."""
        if self._corrector is None:
            self._corrector = Corrector(self._frequency)
        return self._corrector.suggest(word)

    def beginning_with(self, prefix: str) -> Sequence[str]:
        """Return the commonest words that begin so."""
        start = bisect_left(self._in_order, prefix)
        end = bisect_left(self._in_order, prefix + "\uffff", start)
        return nlargest(COMPLETIONS, self._in_order[start:end], key=self._frequency.__getitem__)


def read_words(folder: Path) -> Words:
    """Return the words of the index in `folder`, by language."""
    try:
        words: Words = json.loads((folder / _FILE).read_bytes())
    except FileNotFoundError:
        return {}
    return words
