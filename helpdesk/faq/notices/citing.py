"""`{{ note: coop-infos-51 }}` in a text: a link to the notice, called by its series, its number and its day."""

import re
from collections.abc import Iterable, Iterator, Mapping

from helpdesk.core.typography import typo
from helpdesk.faq.notices.matter import NoticeMatter
from helpdesk.faq.notices.rules import Numbered
from helpdesk.web.formats import format_date
from helpdesk.web.i18n import LANGUAGES, in_lang
from helpdesk.web.markdown import escape_markdown

MARKER = re.compile(r"\{\{\s*note\s*:\s*+(?P<slug>[^{}\n]{0,90}?)\s*+\}\}")
PREFIX = re.compile(r"note\s*:\s*(.*)", re.DOTALL)
NUMBERED = {"fr": "n° {number}", "en": "no. {number}"}
DATED = {"fr": "{name} du {day}", "en": "{name} of {day}"}
"""How a notice is cited, in the language of its text and not in that of the page around it."""

Names = Mapping[str, str]
"""How each notice is called in one language, by slug."""


def number(numbered: Numbered, lang: str) -> str:
    """Return the number of a notice among those of its series: « n° 51 »."""
    return _spaced(NUMBERED[lang].format(number=numbered.number), lang)


def name(numbered: Numbered, lang: str) -> str:
    """Return what a notice is called on its own page: « Coop’Infos n° 51 »."""
    return _spaced(f"{numbered.series} {number(numbered, lang)}", lang)


def call(numbered: Numbered, lang: str) -> str:
    """Return how a notice is cited: « Coop’Infos n° 51 du 21 juin 2024 »."""
    with in_lang(lang):
        day = format_date(numbered.day, "d MMMM y")
    return _spaced(DATED[lang].format(name=name(numbered, lang), day=day), lang)


def _spaced(said: str, lang: str) -> str:
    return typo(said) if lang == "fr" else said


def names_of(notices: Iterable[NoticeMatter]) -> Mapping[str, Names]:
    """Return how notices are called by texts of each language; one that is not translated is called in French."""
    called: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}
    for each in notices:
        called[each.lang][each.slug] = call(each.numbered, each.lang)
    return {lang: called["fr"] | called[lang] for lang in LANGUAGES}


def cited_in(text: str) -> Iterator[str]:
    """Yield the slug of each notice that a text cites."""
    return (found["slug"] for found in MARKER.finditer(text))


def cited_by(placeholder: str) -> str | None:
    """Return the notice that a placeholder names; None when it names a fact of the installation or a block."""
    found = PREFIX.fullmatch(placeholder)
    return found[1] if found else None


def cite(text: str, names: Names) -> str:
    """Return Markdown with a link for every notice it cites; KeyError for one that does not exist."""
    return MARKER.sub(
        lambda found: f"[{escape_markdown(names[found['slug']])}](/notes/{found['slug']})", text
    )
