"""What a word brings to an article: the same reckoning whatever engine keeps the index.

A score adds up, for each term of the question, its weight there times its rarity times what the article holds of it,
the latter saturated: a word that comes again counts less each time.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import nlargest

from helpdesk.engines.search.question import Question


@dataclass(frozen=True, slots=True)
class Field:
    """Say how much a field counts, and how late a word that comes again and again stops counting more."""

    weight: float
    k1: float


FIELDS = {
    "stems": Field(1.0, 4.0),
    "pairs": Field(0.4, 1.0),
    "titles": Field(1.0, 0.4),
    "surface": Field(0.4, 1.0),
}
"""The fields of `Postings`."""

COMMON = 0.4
"""A little word in more than this share of the titles tells nothing apart and is not looked up."""

MOST_TERMS = 48
"""Terms of a question that are looked up: the ones that say most."""


@dataclass(frozen=True, slots=True)
class Term:
    """Hold a term of a question, how much it counts there, and how much it tells articles apart."""

    field: str
    text: str
    weight: float
    rarity: float

    @property
    def worth(self) -> float:
        """What an article gets for it, times what the article holds of it, saturated."""
        return self.weight * self.rarity


def rated(question: Question, holders: Callable[[str, str], int], articles: int) -> list[Term]:
    """Return the terms to look up, rated by rarity, the best of a long question only.

    `holders` tells how many articles hold a term of a field.
    """
    terms = []
    for field, text, weight in looked_up(question):
        # An engine may count articles that were deleted a moment ago.
        held = min(holders(field, text), articles)
        if held and not (field == "surface" and held > COMMON * articles > 10):
            terms.append(Term(field, text, weight, rarity(held, articles)))
    return nlargest(MOST_TERMS, terms, key=lambda term: (term.worth, term.text))


def saturated(field: str, weight: float) -> float:
    """Return what a weight in an article counts: 1 for 1, and never more than k1 + 1."""
    k1 = FIELDS[field].k1
    return (k1 + 1) * weight / (k1 + weight)


def rarity(holders: int, articles: int) -> float:
    """Return how much a term tells apart that so many of the articles hold."""
    return math.log(1 + (articles - holders + 0.5) / (holders + 0.5))


def looked_up(question: Question) -> Iterator[tuple[str, str, float]]:
    """Yield field, term and weight of all that a question looks for."""
    for term, weight in question.stems.items():
        yield "stems", term, weight * FIELDS["stems"].weight
        yield "titles", term, weight * FIELDS["titles"].weight
    for term in question.pairs:
        yield "pairs", term, FIELDS["pairs"].weight
    for term in question.surface:
        yield "surface", term, FIELDS["surface"].weight
