"""Corrections of misspelt words, out of the words the articles use.

As in SymSpell, every known word is filed under what is left of its beginning when letters are
dropped, so that finding its neighbours takes a few look-ups whatever the size of the vocabulary.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

SHORTEST_CORRECTED = 4
SHORTEST_WITH_TWO_MISTAKES = 8

_FILED = 6
"""First letters under which a word is filed; more make the files larger, fewer make them slower to read.

Measured with 20,000 words: 5 letters take 7 MB and 5 ms for a misspelt word, 6 take 16 MB and 1.6 ms, 7 take 37 MB
and 0.8 ms.
"""


class Corrector:
    """Suggest known words that look like an unknown one; all words are folded."""

    def __init__(self, frequency: Mapping[str, int]) -> None:
        """Learn the words and how often each is used."""
        self._frequency: dict[str, int] = {}
        self._filed: defaultdict[str, list[str]] = defaultdict(list)
        self.learn(frequency)

    def learn(self, frequency: Mapping[str, int]) -> None:
        """Add words, or change how often known ones are used; at 0 a word is no longer suggested."""
        for word, count in frequency.items():
            if len(word) >= SHORTEST_CORRECTED - 1 and word.isalpha() and word not in self._frequency:
                # A word two letters shorter may be what a long one with two mistakes meant.
                dropped = 2 if len(word) >= SHORTEST_WITH_TWO_MISTAKES - 2 else 1
                for key in _keys(word, dropped):
                    self._filed[key].append(word)
            self._frequency[word] = count

    def suggest(self, word: str, *, limit: int = 3) -> list[tuple[str, int]]:
        """Return the known words nearest to `word`, each with the number of mistakes between them.

        Only those with the fewest mistakes (one; two from eight letters on), the likeliest first: same
        first letter, then commonest. Nothing for a short word, nor for one with a figure in it, for
        AM04 is not a misspelt AM05.
        """
        if len(word) < SHORTEST_CORRECTED or not word.isalpha():
            return []
        allowed = 1 if len(word) < SHORTEST_WITH_TWO_MISTAKES else 2
        found = sorted(
            (mistakes, known[0] != word[0], -self._frequency[known], known)
            for known in set(self._neighbours(word, allowed))
            if (mistakes := distance(word, known, allowed)) <= allowed
        )
        return [(known, mistakes) for mistakes, _, _, known in found if mistakes == found[0][0]][:limit]

    def _neighbours(self, word: str, allowed: int) -> Iterator[str]:
        for key in _keys(word, allowed):
            yield from (known for known in self._filed.get(key, ()) if self._frequency[known] > 0)


def distance(one: str, other: str, limit: int) -> int:
    """Count the mistakes between two words: a letter more, less, changed, or two neighbours swapped.

    Counting stops above `limit` and gives `limit` + 1. (Damerau-Levenshtein, optimal string
    alignment: a swapped pair is not edited again.)
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    last: list[int] = []
    before = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i] + [limit + 1] * len(other)
        # Further from the diagonal than `limit`, too many letters are missing already.
        for j in range(max(1, i - limit), min(len(other), i + limit) + 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other[j - 1]))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other[j - 1]:
                cost = min(cost, last[j - 2] + 1)
            row[j] = cost
        if min(row) > limit:
            return limit + 1
        last, before = before, row
    return min(before[-1], limit + 1)


def _keys(word: str, dropped: int) -> set[str]:
    """Return what is left of the beginning of `word` when up to `dropped` letters go."""
    filed = word[:_FILED]
    shortest = max(0, len(filed) - dropped)
    return {"".join(kept) for size in range(shortest, len(filed) + 1) for kept in combinations(filed, size)}
