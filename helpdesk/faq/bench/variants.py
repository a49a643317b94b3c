"""Questions as people mistype them: the same ones at every run, whatever their order in the file."""

import re
from collections.abc import Callable, Mapping
from random import Random
from unicodedata import combining, normalize

LONG = 5
"""Letters from which a word is long: shorter ones are rarely mistyped, and nobody could correct them."""

_WORD = re.compile(rf"[^\W\d_]{{{LONG},}}")

Mistake = Callable[[str, Random], str]


def without_accents(text: str) -> str:
    """Return the text without accents, as on a telephone."""
    plain = "".join(sign for sign in normalize("NFD", text) if not combining(sign))
    return plain.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")


def swapped(word: str, random: Random) -> str:
    """Return the word with two different neighbouring letters exchanged, after the first one."""
    places = [place for place in range(1, len(word) - 1) if word[place] != word[place + 1]]
    if not places:
        return word
    place = random.choice(places)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def shortened(word: str, random: Random) -> str:
    """Return the word without one of its letters, not the first."""
    place = random.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def changed(word: str, random: Random) -> str:
    """Return the word with one letter replaced, not the first."""
    place = random.randrange(1, len(word))
    other = random.choice(
        [letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter != word[place].lower()]
    )
    return word[:place] + other + word[place + 1 :]


def _clean(text: str, random: Random) -> str:
    return text


def _no_accents(text: str, random: Random) -> str:
    return without_accents(text)


def _swap(text: str, random: Random) -> str:
    return _with_mistakes(text, random, (swapped,))


def _drop(text: str, random: Random) -> str:
    return _with_mistakes(text, random, (shortened,))


def _two(text: str, random: Random) -> str:
    return _with_mistakes(without_accents(text), random, random.choices((swapped, shortened, changed), k=2))


VARIANTS: Mapping[str, Callable[[str, Random], str]] = {
    "clean": _clean,
    "noaccent": _no_accents,
    "swap": _swap,
    "drop": _drop,
    "typos2": _two,
}
"""Every way of asking, by the name it has in the result."""


def vary(text: str, variant: str) -> str:
    """Return a question as the variant has it; it depends on nothing but the two."""
    return VARIANTS[variant](text, Random(f"{variant} {text}"))  # noqa: S311 - mistakes, not a secret


def _with_mistakes(text: str, random: Random, mistakes: tuple[Mistake, ...] | list[Mistake]) -> str:
    """Make each mistake in a long word of its own, or in the same one where there is no other."""
    for mistake, which in zip(mistakes, _which(text, random, len(mistakes)), strict=False):
        found = list(_WORD.finditer(text))
        if which < len(found):
            word = found[which]
            text = text[: word.start()] + mistake(word[0], random) + text[word.end() :]
    return text


def _which(text: str, random: Random, count: int) -> list[int]:
    """Choose words by their number, the later ones first: a word made too short would change the numbers."""
    long = len(_WORD.findall(text))
    if long == 0:
        return []
    if long < count:
        return [0] * count
    return sorted(random.sample(range(long), count), reverse=True)
