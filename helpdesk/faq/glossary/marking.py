"""Marking terms and reason codes in finished HTML: each at its first place, in running text alone.

A term becomes a link to the glossary with its meaning as description: whoever reads with a screen reader or
without scripts has all of it; js/glossary.js shows the same beside the word.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from helpdesk.sepa.codes import all_codes

VERSION = 1
"""Counts every change of what is written here."""

_PIECES = re.compile(r"(<[^<>]*>)|([^<]+)")
_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_SILENT = frozenset({"a", "code", "pre", "kbd", "h2", "h3", "h4", "svg", "caption"})
"""Elements in which nothing is marked: links already, exact words, headings."""
_SPACE = "[ \n\u00a0\u202f]"


@dataclass(frozen=True)
class Term:
    """A word to be marked: under which forms it is found, and what it means."""

    slug: str
    term: str
    forms: tuple[str, ...]
    text: str


def terms_of(entries: Iterable[Mapping[str, Any]]) -> tuple[Term, ...]:
    """Return the terms of a glossary in one language, from what is stored of it."""
    return tuple(Term(e["slug"], e["term"], tuple(e["forms"]), e["text"]) for e in entries)


def used_terms(text: str, terms: tuple[Term, ...]) -> list[Term]:
    """Return the terms that a text may show: its page changes when one of these does."""
    pattern, slug_of = _finder(terms)
    found = {slug_of.get(_key(match[0])) for match in pattern.finditer(text)} if terms else set()
    return [each for each in terms if each.slug in found]


def mark(html: str, terms: tuple[Term, ...], *, own_code: bool = True) -> str:
    """Return `html` with terms and codes linked where they first stand in running text.

    Addresses are those of French pages: `here` leads them to the reader’s.
    """
    marker = _Marker(terms, own_code)
    return "".join(marker.pieces(html)) + marker.meanings()


class _Marker:
    """One text being marked: what was met already is left alone."""

    def __init__(self, terms: tuple[Term, ...], codes: bool) -> None:
        self._terms = {each.slug: each for each in terms}
        self._pattern, self._slug_of = _finder(terms)
        self._codes = all_codes() if codes else {}
        self._met: list[str] = []

    def pieces(self, html: str) -> Iterator[str]:
        """Yield the text anew, tag by tag."""
        silent = 0
        for tag, text in _PIECES.findall(html):
            if tag:
                name = _NAME.match(tag)
                if name and name[2].lower() in _SILENT:
                    silent = max(0, silent + (-1 if name[1] else 1))
                yield tag
            else:
                yield text if silent else self._pattern.sub(self._linked, text)

    def meanings(self) -> str:
        """Return what the links are described by: out of sight, read when asked for."""
        said = [self._terms[slug] for slug in self._met if slug in self._terms]
        if not said:
            return ""
        lines = (f'<p id="terme-{each.slug}">{escape(each.text, quote=False)}</p>' for each in said)
        return f'<div class="meanings" hidden>{"".join(lines)}</div>'

    def _linked(self, found: re.Match[str]) -> str:
        shown = found[0]
        slug = self._slug_of.get(_key(shown), "")
        if shown in self._codes and shown not in self._met:
            self._met.append(shown)
            return f'<a class="code-link" href="/codes/{shown}">{shown}</a>'
        if not slug or slug in self._met:
            return shown
        self._met.append(slug)
        return f'<a class="term" href="/glossaire#{slug}" aria-describedby="terme-{slug}">{shown}</a>'


@lru_cache(maxsize=8)
def _finder(terms: tuple[Term, ...]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return what finds every form and code, and which term a form belongs to.

    Words with capitals (RUM, SEPA) are found as they are; others with a capital at the start too.
    """
    slug_of = {_key(form): each.slug for each in terms for form in each.forms}
    forms: Sequence[str] = sorted({form for each in terms for form in each.forms}, key=len, reverse=True)
    alternatives = [*map(_pattern_of, forms), *all_codes()]
    return re.compile(rf"(?<![\w\-/@.])(?:{'|'.join(alternatives)})(?![\w\-/@])"), slug_of


def _pattern_of(form: str) -> str:
    escaped = _SPACE.join(re.escape(escape(word, quote=False)) for word in form.split(" "))
    first = form[0]
    return f"[{first}{first.upper()}]{escaped[1:]}" if first.islower() else escaped


def _key(form: str) -> str:
    plain = " ".join(form.split())
    return plain[:1].lower() + plain[1:] if plain[1:2].islower() else plain
