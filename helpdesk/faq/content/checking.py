"""What one file cannot tell alone: names that must exist, dates that must agree, links that must lead somewhere."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from helpdesk.core.topics import TOPICS
from helpdesk.faq.content.folder import Content
from helpdesk.faq.content.source import ArticleMatter, Fault, PageMatter, Source
from helpdesk.faq.placeholders import ARTICLE_NAMES, PAGE_NAMES, names_in, stray_signs
from helpdesk.faq.rules import is_expired

INNER_LINK = re.compile(r"\]\(\s*<?(/[^)\s>#?]*)")
TITLE_IN_BODY = re.compile(r"^#[ \t]+\S", re.MULTILINE)


@dataclass(frozen=True)
class Checker:
    """Check a whole folder. `leads_somewhere` tells whether a path is an address of this site."""

    content: Content
    today: date
    reason_codes: frozenset[str]
    leads_somewhere: Callable[[str], bool]

    def faults(self) -> list[Fault]:
        """Return everything that is wrong, file by file."""
        found = [*self.content.faults, *self._twice(), *self._collections()]
        for source in self.content.sources:
            found += self._common(source)
            if isinstance(source.matter, ArticleMatter):
                found += self._article(source, source.matter)
        return sorted(found)

    @cached_property
    def _slugs(self) -> frozenset[str]:
        return frozenset(matter.slug for _, matter in self.content.articles())

    @cached_property
    def _addresses(self) -> frozenset[str]:
        pages = (each.matter.slug for each in self.content.sources if isinstance(each.matter, PageMatter))
        return frozenset(
            [f"/faq/{slug}" for slug in self._slugs]
            + [f"/pages/{slug}" for slug in pages]
            + [f"/collections/{each.slug}" for each in self.content.collections]
        )

    def _twice(self) -> Iterator[Fault]:
        keys = [(each.matter.slug, each.matter.lang) for each in self.content.sources]
        often = Counter(keys)
        for source, key in zip(self.content.sources, keys, strict=True):
            if often[key] > 1:
                yield Fault(source.path, source.line_of("slug"), f"the slug {key[0]} is used by several files")

    def _collections(self) -> Iterator[Fault]:
        path = self.content.root / "collections.yml"
        for slug, times in Counter(each.slug for each in self.content.collections).items():
            if times > 1:
                yield Fault(path, 1, f"the collection {slug} stands twice")
        for collection in self.content.collections:
            for slug in collection.first:
                if slug not in self._slugs:
                    yield Fault(path, 1, f"{collection.slug}: first names {slug}, which does not exist")

    def _common(self, source: Source) -> Iterator[Fault]:
        matter, path = source.matter, source.path
        slug, _, lang = path.name.removesuffix(".md").partition(".")
        if matter.slug != slug:
            yield Fault(path, source.line_of("slug"), f"the slug {matter.slug} differs from the file’s name")
        if matter.lang != (lang or "fr"):
            yield Fault(path, source.line_of("lang"), f"lang is {matter.lang}, the file’s name says {lang or 'fr'}")
        if matter.reviewed_on > self.today:
            yield Fault(path, source.line_of("reviewed_on"), "reviewed_on lies in the future")
        yield from self._text(source)

    def _text(self, source: Source) -> Iterator[Fault]:
        known = PAGE_NAMES if isinstance(source.matter, PageMatter) else ARTICLE_NAMES
        said = [(name, source.line_of("summary")) for name, _ in names_in(source.matter.summary)]
        said += [(name, _line(source, at)) for name, at in names_in(source.body)]
        for name, line in said:
            if name not in known:
                yield Fault(source.path, line, f"{{{{ {name} }}}} is not a known placeholder")
        for at in stray_signs(source.body):
            yield Fault(source.path, _line(source, at), "braces here are neither text nor a placeholder")
        for title in TITLE_IN_BODY.finditer(source.body):
            yield Fault(source.path, _line(source, title.start()), "a heading of level 1: the title is one already")
        for link in INNER_LINK.finditer(source.body):
            if not self._is_live(link[1]):
                yield Fault(source.path, _line(source, link.start()), f"the link {link[1]} leads nowhere")

    def _is_live(self, path: str) -> bool:
        if path.startswith(("/faq/", "/pages/", "/collections/")):
            return path in self._addresses or path == "/faq/"
        return self.leads_somewhere(path)

    def _article(self, source: Source, matter: ArticleMatter) -> Iterator[Fault]:
        path = source.path
        if matter.collection != path.parent.name:
            yield Fault(path, source.line_of("collection"), f"the collection {matter.collection} is not its folder")
        if matter.collection not in {each.slug for each in self.content.collections}:
            yield Fault(path, source.line_of("collection"), f"the collection {matter.collection} is unknown")
        if matter.category not in TOPICS:
            yield Fault(path, source.line_of("category"), f"the category {matter.category} is unknown")
        if not _is_topic(matter.ticket_category):
            line = source.line_of("ticket_category")
            yield Fault(path, line, f"the ticket_category {matter.ticket_category} is unknown")
        yield from self._references(source, matter)
        yield from self._dates(source, matter)

    def _references(self, source: Source, matter: ArticleMatter) -> Iterator[Fault]:
        for number, slug in enumerate(matter.related):
            if slug not in self._slugs or slug == matter.slug:
                yield Fault(source.path, source.line_of("related", number), f"related: {slug} does not exist")
        for number, code in enumerate(matter.reason_codes):
            if code not in self.reason_codes:
                line = source.line_of("reason_codes", number)
                yield Fault(source.path, line, f"the reason code {code} is unknown")

    def _dates(self, source: Source, matter: ArticleMatter) -> Iterator[Fault]:
        if matter.valid_from and matter.valid_until and matter.valid_from > matter.valid_until:
            yield Fault(source.path, source.line_of("valid_until"), "valid_until comes before valid_from")
        if is_expired(matter.valid_until, self.today):
            line = source.line_of("valid_until")
            yield Fault(source.path, line, f"the article has expired on {matter.valid_until}", stops=False)


def _line(source: Source, at: int) -> int:
    return source.body_line + source.body.count("\n", 0, at)


def _is_topic(name: str) -> bool:
    slug, _, sub = name.partition("/")
    if slug not in TOPICS:
        return False
    return not sub or any(each.slug == sub for each in TOPICS[slug].subtopics)
