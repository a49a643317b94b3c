"""Every word of the articles: what corrections are chosen from. In a folder they are one small file beside the index.

Words are only ever added; those no article holds any more go with the next rebuild.
"""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from pathlib import Path

from helpdesk.core.french import Corrector, fold
from helpdesk.engines.files import write_durably

COMPLETIONS = 8
SHORTEST_PREFIX = 2
"""Letters to be typed before completions are looked for: one says too little."""

_FILE = "words.json"


def note_words(folder: Path, articles: Iterable[Iterable[str]]) -> None:
    """Add the words of each article, spelt as they are there, to those of the index in `folder`."""
    counts = Counter(read_words(folder))
    for forms in articles:
        counts.update(forms)
    write_durably(folder / _FILE, [json.dumps(counts, ensure_ascii=False).encode()])


class Vocabulary:
    """Suggest words of an index; they are read when first needed, and again once outdated."""

    def __init__(self, read: Callable[[], Mapping[str, int]]) -> None:
        """Take the way to read how many articles use each word, spelt as there."""
        self._read = read
        self._fresh = False
        self._corrector = Corrector({})
        self._frequency: dict[str, int] = {}
        self._spelling: dict[str, str] = {}
        self._in_order: list[str] = []

    def outdate(self) -> None:
        """Have the words read again before the next answer."""
        self._fresh = False

    def near(self, word: str) -> Sequence[tuple[str, int]]:
        """Return the words that look like this folded one, best first, with the letters that differ."""
        self._refresh()
        return self._corrector.suggest(word)

    def beginning_with(self, prefix: str) -> Sequence[str]:
        """Return the commonest words that begin so."""
        if len(prefix) < SHORTEST_PREFIX:
            return ()
        self._refresh()
        start = bisect_left(self._in_order, prefix)
        end = bisect_left(self._in_order, prefix + "\uffff", start)
        return nlargest(COMPLETIONS, self._in_order[start:end], key=self._frequency.__getitem__)

    def spelt(self, word: str) -> str:
        """Return a folded word as most articles write it."""
        return self._spelling[word]

    def _refresh(self) -> None:
        if self._fresh:
            return
        counts = self._read()
        self._frequency = {}
        # The rarest first, so that the commonest spelling of a word is the one that stays.
        for form, count in sorted(counts.items(), key=lambda item: item[1]):
            word = fold(form)
            self._frequency[word] = self._frequency.get(word, 0) + count
            self._spelling[word] = form
        self._in_order = sorted(self._frequency)
        self._corrector.learn(self._frequency)
        self._fresh = True


def read_words(folder: Path) -> Mapping[str, int]:
    """Return how many articles use each word, spelt as there, of the index in `folder`."""
    try:
        counts: Mapping[str, int] = json.loads((folder / _FILE).read_bytes())
    except FileNotFoundError:
        return {}
    return counts
