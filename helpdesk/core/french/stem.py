"""From words to stems, so that « prélevée » finds « prélèvements ».

A light stemmer after Jacques Savoy's, on folded words: accents are often left out of questions, so
they must go before the endings do.
"""

import re
from functools import lru_cache

from helpdesk.core.french.endings import without_ending
from helpdesk.core.french.fold import STOP_WORDS, words

_ENDINGS = (
    # Ending, what replaces it, shortest word it is taken from. The first that fits is the only one.
    ("issement", "ir", 9),
    ("issant", "ir", 8),
    ("ficatrice", "fi", 11),
    ("ficateur", "fi", 10),
    ("catrice", "qu", 9),
    ("cateur", "qu", 8),
    ("atrice", "", 8),
    ("ateur", "", 7),
    ("trice", "t", 8),
    ("ication", "iqu", 9),
    ("cation", "qu", 9),
    ("isation", "is", 9),
    ("ation", "", 7),
    ("ition", "it", 7),
    ("ement", "", 7),
    ("ment", "", 6),
    ("iere", "", 8),
    ("ience", "i", 8),
    ("ance", "", 7),
    ("ence", "", 7),
    ("ier", "", 7),
    ("euse", "eu", 6),
    ("eur", "eu", 5),
    ("able", "", 7),
    ("ible", "", 7),
    ("iste", "", 7),
    ("ivite", "iv", 7),
    ("icite", "ic", 7),
    ("ite", "", 6),
    ("ive", "iv", 6),
    ("if", "iv", 5),
    ("ique", "iqu", 7),
    ("elle", "el", 6),
    ("el", "el", 5),
    ("ais", "", 6),
    ("ait", "", 6),
    ("ant", "", 6),
    ("ent", "", 6),
    ("ez", "", 5),
    ("er", "", 5),
    ("ir", "i", 5),
    ("ee", "", 5),
    ("ie", "i", 5),
)
_DOUBLED = re.compile(r"(.)\1")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of a folded word; words of three letters and numbers are their own."""
    if len(word) <= 3 or word.isdigit():
        return word
    found = without_ending(_singular(word), _ENDINGS)
    while len(found) > 4 and found[-1] in "er":
        found = found[:-1]
    return _DOUBLED.sub(r"\1", found) if len(found) > 4 else found


def stems(text: str) -> list[str]:
    """Return the stems of the words of `text` that carry meaning, in order."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def _singular(word: str) -> str:
    if len(word) > 5 and word.endswith("aux") and not word.endswith("eaux"):
        word = word[:-2] + "l"
    elif word.endswith("x"):
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
