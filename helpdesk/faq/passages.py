"""The passage of an article that answers a search, and its words marked."""

from collections.abc import Collection
from functools import lru_cache

from markupsafe import Markup, escape

from helpdesk.core.french import highlight_spans, snippet, words
from helpdesk.core.languages import language

SHORT = 40
"""A line below this many characters, most often a heading, is shown only for want of a longer one."""


def passage(text: str, stems: Collection[str], lang: str = "fr") -> str:
    """Return the line of `text` that holds most of `stems`, cut to size; empty where no line holds any."""
    best, most = "", (0, False)
    for line, held_by_line in zip(text.split("\n"), _stems_by_line(text, lang), strict=True):
        held = len(held_by_line.intersection(stems))
        if held and (held, len(line) > SHORT) > most:
            best, most = line, (held, len(line) > SHORT)
    return snippet(best, stems, stemmer=language(lang).stem).rstrip(";, \u00a0\u202f")


@lru_cache(maxsize=256)
def _stems_by_line(text: str, lang: str) -> tuple[frozenset[str], ...]:
    """Stems take most of the time of a search, and the same articles are found again and again."""
    return tuple(frozenset(map(language(lang).stem, words(line))) for line in text.split("\n"))


def marked(text: str, stems: Collection[str], lang: str = "fr") -> Markup:
    """Return `text` as HTML with every word of `stems` in a <mark>."""
    pieces, at = [], 0
    for start, end in highlight_spans(text, stems, stemmer=language(lang).stem):
        pieces += [escape(text[at:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        at = end
    return Markup("").join([*pieces, escape(text[at:])])
