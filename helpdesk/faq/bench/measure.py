"""Asking an engine every question, and reckoning what came out of it.

The engine is the site's, on an index made for the measure and thrown away. For each variant it is opened anew and
asked some questions untimed, so that its files and words are in memory; then every different text is asked once, by
one thread, and timed: no answer comes out of the engine's memory of recent ones.
"""

import math
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from helpdesk.engines.search import Doc, SearchEngine, open_search, scratch_search
from helpdesk.faq.bench.matter import Question
from helpdesk.faq.bench.variants import VARIANTS, vary
from helpdesk.faq.searching import clean_query

DEPTH = 10
"""How many hits are looked at: the mean reciprocal rank stops there."""
WARMING = 50
"""Questions asked before the clock runs."""

Progress = Callable[[str], None]
Ranks = Sequence[int | None]
"""For each question the place of the first article expected, from 1, None when it is not among the first ten."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one variant gave."""

    ranks: Ranks
    times: Sequence[float]
    """Seconds of each different text."""

    def figures(self) -> dict[str, float]:
        """Return the shares found among the first 1, 3 and 5, the mean reciprocal rank, and milliseconds."""
        return {
            "r1": self._share(1),
            "r3": self._share(3),
            "r5": self._share(5),
            "mrr10": round(sum(1 / rank for rank in self.ranks if rank) / len(self.ranks), 4),
            "p50_ms": round(1000 * percentile(self.times, 0.50), 3),
            "p95_ms": round(1000 * percentile(self.times, 0.95), 3),
        }

    def _share(self, depth: int) -> float:
        return round(sum(rank is not None and rank <= depth for rank in self.ranks) / len(self.ranks), 4)


def measure(
    docs: Sequence[Doc], questions: Sequence[Question], *, url: str, progress: Progress
) -> dict[str, object]:
    """Index the articles in a place of their own, ask every question in every variant, and return the figures."""
    with scratch_search(url) as scratch:
        progress(f"Indexing {len(docs)} articles")
        begun = time.perf_counter()
        open_search(scratch).rebuild(docs)
        built = time.perf_counter() - begun
        variants = {}
        for variant in VARIANTS:
            progress(f"Asking {len(questions)} questions, {variant}")
            variants[variant] = _ask(open_search(scratch), questions, variant).figures()
    return {
        "engine": re.split("[+:]", scratch)[0],
        "docs": len(docs),
        "questions": len(questions),
        "build_s": round(built, 3),
        "variants": variants,
    }


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` of the values do not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def _ask(engine: SearchEngine, questions: Sequence[Question], variant: str) -> Asked:
    texts = [clean_query(vary(question.text, variant)) for question in questions]
    for text in texts[:WARMING]:
        # Another limit is another question to the engine's memory of answers.
        engine.search(text, limit=DEPTH + 1)
    found: dict[str, Sequence[str]] = {}
    times = []
    for text in dict.fromkeys(texts):
        begun = time.perf_counter()
        hits = engine.search(text, limit=DEPTH).hits
        times.append(time.perf_counter() - begun)
        found[text] = [hit.id for hit in hits]
    ranks = [_rank(found[text], question) for text, question in zip(texts, questions, strict=True)]
    return Asked(ranks, times)


def _rank(found: Sequence[str], question: Question) -> int | None:
    return next((place for place, id in enumerate(found, 1) if id in question.expected), None)
