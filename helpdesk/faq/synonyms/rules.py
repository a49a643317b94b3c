"""What a group of words that mean the same may hold."""

import re

from helpdesk.core.french import words
from helpdesk.core.identifiers import one_line
from helpdesk.core.languages import LANGUAGES, Language

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


def says_nothing(members: tuple[str, ...]) -> bool:
    """Tell whether a group is made of little words alone, which no search looks for: « de », « la »."""
    return all(any(_is_little(each, language) for language in LANGUAGES.values()) for each in members)


def _is_little(member: str, language: Language) -> bool:
    return all(word in language.stop_words for word in words(member))


def too_long(members: tuple[str, ...]) -> str | None:
    """Return the first phrase that is too long, None when all are short enough."""
    return next(
        (each for each in members if len(each) > LONGEST or len(words(each)) > MOST_IN_PHRASE),
        None,
    )
