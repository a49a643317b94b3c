"""How much each word of an article counts: everything that can be reckoned before anyone asks.

The score is BM25F. Length and place are settled here, once an article: a posting holds the word's weight in the
article, and asking only adds up `idf * weight / (weight + K1)`.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from unicodedata import normalize

from helpdesk.core import french
from helpdesk.core.languages import language
from helpdesk.engines.search import Doc

PHRASE_WEIGHT = 4.0
"""What a word of the title or of an alias counts, against 1 for a word far down in the body."""

KEYWORD_WEIGHT = 3.0

PHRASE_LENGTH = 6
"""Usual number of words that carry meaning in a title."""

BODY_LENGTH = 280
"""Usual number of such words in an article."""

LEAD_BONUS = 3.0
LEAD_LENGTH = 14
"""An article answers in its first lines: a word there counts up to 4, one 14 words further down 2.1."""

PAIRS_WITHIN = 60
"""Two neighbouring words are noted as a pair in the first words only; further down they mislead."""

PHRASE_NORM = 0.3
BODY_NORM = 0.6
"""How much a long text weakens each of its words: BM25's b."""

Weights = Mapping[str, float]


Postings = Mapping[str, Weights]
"""The weights of one article, by field.

`stems` are its words' stems, `pairs` two neighbouring stems joined by a blank, `titles` the stems of its title and
aliases, which count more the shorter the title is, `surface` the words of titles as they are written, little words
included, so that “combien de temps” is told from “quand”.
"""


def weigh(doc: Doc) -> Postings:
    """Return the weights of an article's words."""
    phrases = (doc.title, *doc.aliases)
    read = language(doc.lang).stems
    body = read(f"{doc.summary}\n{doc.body}")
    keywords = [read(keyword) for keyword in doc.keywords]
    stems: defaultdict[str, float] = defaultdict(float)
    pairs: Counter[str] = Counter()
    titles: dict[str, float] = {}
    for phrase in map(read, phrases):
        for term in phrase:
            titles[term] = max(1 / len(phrase), titles.get(term, 0.0))
        _add(stems, phrase, PHRASE_WEIGHT / _norm(len(phrase), PHRASE_LENGTH, PHRASE_NORM))
        pairs.update(joined(phrase))
    for keyword in keywords:
        _add(stems, keyword, KEYWORD_WEIGHT)
        pairs.update(joined(keyword))
    for place, found in enumerate(body):
        bonus = LEAD_BONUS * math.exp(-place / LEAD_LENGTH)
        stems[found] += (1 + bonus) / _norm(len(body), BODY_LENGTH, BODY_NORM)
    pairs.update(joined(body[:PAIRS_WITHIN]))
    surface = Counter(word for phrase in phrases for word in set(french.words(phrase)))
    return {"stems": stems, "pairs": pairs, "titles": titles, "surface": surface}


def joined(stems: Iterable[str]) -> Iterator[str]:
    """Yield each two neighbours as one term."""
    return (f"{first} {second}" for first, second in pairwise(stems))


def spellings(doc: Doc) -> set[str]:
    """Return an article's words that are long enough to be misspelt, in small letters and with their accents."""
    everything = "\n".join((doc.title, *doc.aliases, *doc.keywords, doc.summary, doc.body))
    text = normalize("NFC", everything).lower()
    return {text[start:end] for word, start, end in french.located_words(text) if is_spelt(word)}


def is_spelt(word: str) -> bool:
    """Tell whether a word is long enough to be misspelt, and no code."""
    return word.isalpha() and len(word) > 2


def _add(weights: defaultdict[str, float], terms: Iterable[str], weight: float) -> None:
    for term in terms:
        weights[term] += weight


def _norm(length: int, usual: int, strength: float) -> float:
    return 1 - strength + strength * length / usual
