"""The weights of an article in a few bytes, for engines that find candidates their own way.

The engine proposes articles, the last word is `scoring`'s: so every engine puts them in the same order.
"""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from zlib import crc32

from helpdesk.engines.search.scoring import Term, saturated
from helpdesk.engines.search.weights import Postings

CANDIDATES = 64
"""Articles an engine proposes at least; of the ten best, hardly any stands lower in its own order."""

_SIZE = array("I").itemsize + array("f").itemsize


def pack(postings: Postings) -> bytes:
    """Return what each term counts, saturated, under the checksum of its name: sorted, to be looked up quickly."""
    counts = sorted(
        (_key(field, term), saturated(field, weight))
        for field, weights in postings.items()
        for term, weight in weights.items()
    )
    return (
        array("I", [key for key, _ in counts]).tobytes()
        + array("f", [count for _, count in counts]).tobytes()
    )


class Scorer:
    """Score packed articles for one question."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._worth = [(_key(term.field, term.text), term.worth) for term in terms]

    def score(self, packed: bytes) -> float:
        """Return the score of an article."""
        size = len(packed) // _SIZE
        keys, counts = array("I"), array("f")
        keys.frombytes(packed[: size * keys.itemsize])
        counts.frombytes(packed[size * keys.itemsize :])
        score = 0.0
        for key, worth in self._worth:
            place = bisect_left(keys, key)
            if place < size and keys[place] == key:
                score += worth * counts[place]
        return score


def _key(field: str, term: str) -> int:
    return crc32(f"{field} {term}".encode())
