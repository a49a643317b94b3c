"""What a group of words that mean the same may hold."""

import re

from helpdesk.core.french import words
from helpdesk.core.identifiers import one_line

FEWEST_WORDS = 2
MOST_WORDS = 20
MOST_GROUPS = 500
LONGEST = 60
"""Longest word or phrase, in characters."""

MOST_IN_PHRASE = 5
"""Words of the longest phrase that a question is searched for."""

_SEPARATORS = re.compile(r"[,;=\n]")


def read_group(text: str) -> tuple[str, ...]:
    """Return the words and phrases typed between commas, each once; those without a letter or figure are left out."""
    members: dict[str, str] = {}
    for piece in _SEPARATORS.split(text):
        if found := words(piece):
            members.setdefault(" ".join(found), one_line(piece).strip())
    return tuple(members.values())


def too_long(members: tuple[str, ...]) -> str | None:
    """Return the first phrase that is too long, None when all are short enough."""
    return next(
        (each for each in members if len(each) > LONGEST or len(words(each)) > MOST_IN_PHRASE),
        None,
    )
