"""How stemmers of both languages take an ending off a word."""

from collections.abc import Iterable


def without_ending(word: str, endings: Iterable[tuple[str, str, int]]) -> str:
    """Return `word` with the first ending that fits replaced; only that one.

    Each is an ending, what replaces it, and the shortest word it is taken from.
    """
    for ending, replacement, shortest in endings:
        if len(word) >= shortest and word.endswith(ending):
            return word[: -len(ending)] + replacement
    return word
