"""The languages that articles and questions are written in, and how the words of each are compared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from helpdesk.core import english, french


@dataclass(frozen=True, slots=True)
class Language:
    """Hold what differs from one language to the other; folding and cutting into words are the same."""

    stem: Callable[[str], str]
    stop_words: frozenset[str]

    def stems(self, text: str) -> list[str]:
        """Return the stems of the words of `text` that carry meaning, in order."""
        return [self.stem(word) for word in french.words(text) if word not in self.stop_words]


FRENCH = Language(french.stem, french.STOP_WORDS)
LANGUAGES: Mapping[str, Language] = {"fr": FRENCH, "en": Language(english.stem, english.STOP_WORDS)}


def language(code: str) -> Language:
    """Return the language of that code, French for an unknown one."""
    return LANGUAGES.get(code, FRENCH)
