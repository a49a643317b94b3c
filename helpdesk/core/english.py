"""How English words are compared: folded and cut as French ones are, with a stemmer and little words of their own."""

import re
from functools import lru_cache

from helpdesk.core.french import words
from helpdesk.core.french.endings import without_ending

_LITTLE = """
a about after again all also am an and any are as at be because been before being between both but by can
cannot could d did do does doing done don down during each else few for from further had has have having he
her here hers him his how i if in into is it its itself just ll m may me might more most must my myself no nor
not now of off on once one only or other ought our ours out over own please re s same shall she should so some
such t than that the their theirs them then there these they this those through to too under until up upon us
ve very was we were what when where which while who whom whose why will with would yes you your yours
"""
STOP_WORDS = frozenset(_LITTLE.split())
"""Words that say little by themselves."""

_IRREGULAR = {"paid": "pay", "sent": "send", "took": "take", "taken": "take", "lost": "lose", "left": "leave"}

_ENDINGS = (
    # Ending, what replaces it, shortest word it is taken from. The first that fits is the only one.
    ("isation", "is", 10),
    ("ization", "is", 10),
    ("ication", "ic", 9),
    ("ation", "", 8),
    ("ition", "it", 8),
    ("ction", "ct", 7),
    ("ptcy", "pt", 8),
    ("ment", "", 7),
    ("ness", "", 7),
    ("ance", "", 8),
    ("ence", "", 8),
    ("able", "", 8),
    ("ible", "", 8),
    ("ating", "", 9),
    ("ated", "", 8),
    ("ising", "is", 8),
    ("izing", "is", 8),
    ("ised", "is", 7),
    ("ized", "is", 7),
    ("ize", "is", 6),
    ("ying", "y", 6),
    ("ing", "", 6),
    ("ied", "y", 5),
    ("ed", "", 5),
    ("ily", "y", 6),
    ("ly", "", 6),
    ("ate", "", 7),
    ("ful", "", 7),
)
_DOUBLED = re.compile(r"(.)\1")


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return the stem of a folded word; words of three letters and numbers are their own."""
    if len(word) <= 3 or not word.isalpha():
        return word
    found = without_ending(_singular(_IRREGULAR.get(word, word)), _ENDINGS)
    if len(found) > 3 and found[-1] == "e":
        found = found[:-1]
    if len(found) > 3 and found[-1] == "y":
        found = f"{found[:-1]}i"
    return _DOUBLED.sub(r"\1", found) if len(found) > 3 else found


def stems(text: str) -> list[str]:
    """Return the stems of the words of `text` that carry meaning, in order."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
