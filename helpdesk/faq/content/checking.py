"""A whole folder: names that stand twice, articles that nothing leads to, translations that are missing."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from helpdesk.faq.content.folder import Content, line_of_collection
from helpdesk.faq.content.inspecting import inspect, inspect_block
from helpdesk.faq.content.known import Known
from helpdesk.faq.content.leading import wrong_links
from helpdesk.faq.content.links import paths_in
from helpdesk.faq.content.source import ArticleMatter, Fault, PageMatter, Source, fingerprint
from helpdesk.faq.journeys.rules import stages_of
from helpdesk.faq.nesting import nesting_faults
from helpdesk.faq.notices.rules import MOST_NOTICES

SAME_IN_EVERY_LANGUAGE = (
    "collection",
    "category",
    "audience",
    "as_of",
    "valid_from",
    "valid_until",
    "variant_of",
    "stages",
    "replaced_by",
    "promise_due_on",
    "promise_kept_on",
    "reason_codes",
    "ticket_category",
    "readers",
    "number",
    "day",
    "supersedes",
    "reminds",
)


@dataclass(frozen=True)
class Checker:
    """Check a whole folder. `leads_somewhere` tells whether a path is an address of this site."""

    content: Content
    today: date
    reason_codes: frozenset[str]
    leads_somewhere: Callable[[str], bool]
    other_files: frozenset[str] = frozenset()
    """Files that were sent by the browser and are not in the folder."""
    organisations: frozenset[str] | None = None
    """The codes of organisations that exist; None where nobody knows."""
    drafts: frozenset[str] = frozenset()
    """Articles that are written in the browser, that no reader sees yet, and of which no file is looked at."""

    def faults(self) -> list[Fault]:
        """Return everything that is wrong, file by file."""
        found = [*self.content.faults, *self._twice(), *self._collections(), *self._blocks(), *self._notices(), *self._guides()]
        for source in self.content.sources:
            found += self._place(source)
            is_draft = getattr(source.matter, "status", "published") == "draft"
            found += inspect(source, self._known_to_drafts if is_draft else self.known)
        return sorted([*found, *self._diverging()])

    def advice(self) -> list[Fault]:
        """Return what an editor should look at though every file is sound by itself."""
        return sorted([*self._orphans(), *self._untranslated(), *self._outdated(), *self._same_stage()])

    @cached_property
    def known(self) -> Known:
        """What readers may be led to by the files of the folder."""
        slugs, drafts = self.content.slugs(), self.content.drafts()
        pages = (each.matter.slug for each in self.content.sources if isinstance(each.matter, PageMatter))
        return Known(
            today=self.today,
            slugs=slugs - drafts,
            drafts=drafts | (self.drafts - slugs),
            pages=frozenset(pages),
            collections=frozenset(each.slug for each in self.content.collections) or self._named_collections(),
            blocks=frozenset(self.content.block_texts()["fr"]),
            reason_codes=self.reason_codes,
            leads_somewhere=self.leads_somewhere,
            files=frozenset(self.content.files) | self.other_files,
            organisations=self.organisations,
            kept=frozenset(matter.slug for _, matter in self.content.articles() if matter.readers),
            notices={each.slug: each.numbered for each in self.content.notices() if each.lang == "fr"},
            stages=stages_of(self.content.companions.journeys),
            named=self.content.companions.names() | {"codes": self.reason_codes},
        )

    @cached_property
    def _known_to_drafts(self) -> Known:
        """What one draft may name: others too, that may be published with it."""
        return replace(self.known, slugs=self.known.slugs | self.known.drafts)

    def _named_collections(self) -> frozenset[str]:
        """Return what the articles name: where the list cannot be read, that is the fault and not each of them."""
        return frozenset(matter.collection for _, matter in self.content.articles())

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
        for slug, sentence in nesting_faults(self.content.collections):
            yield Fault(path, line_of_collection(self.content.order, slug, "parent"), sentence)
        for collection in self.content.collections:
            line = line_of_collection(self.content.order, collection.slug, "first")
            for slug in collection.first:
                if slug not in self.known.slugs | self.known.drafts:
                    yield Fault(path, line, f"{collection.slug}: first names {slug}, which does not exist")

    def _blocks(self) -> Iterator[Fault]:
        for block in self.content.blocks:
            yield from inspect_block(block, self.known)
            if block.name not in self.known.blocks:
                yield Fault(block.path, 1, f"the block {block.name} is not written in French")

    def _notices(self) -> Iterator[Fault]:
        if len(self.known.notices) > MOST_NOTICES:
            sentence = f"there are {len(self.known.notices)} notices, {MOST_NOTICES} at most"
            yield Fault(self.content.root / "notices", 1, sentence)

    def _guides(self) -> Iterator[Fault]:
        for source in self.content.companions.guide_sources():
            for line, sentence in wrong_links(source.body, self.known):
                yield Fault(source.path, line, sentence)

    def _place(self, source: Source) -> Iterator[Fault]:
        matter, path = source.matter, source.path
        slug, _, lang = path.name.removesuffix(".md").partition(".")
        if matter.slug != slug:
            yield Fault(path, source.line_of("slug"), f"the slug {matter.slug} differs from the file’s name")
        if matter.lang != (lang or "fr"):
            yield Fault(path, source.line_of("lang"), f"lang is {matter.lang}, the file’s name says {lang or 'fr'}")
        if isinstance(matter, ArticleMatter) and matter.collection != path.parent.name:
            yield Fault(path, source.line_of("collection"), f"the collection {matter.collection} is not its folder")

    def _orphans(self) -> Iterator[Fault]:
        """An article that nothing leads to but the list of its collection is read by nobody who was elsewhere."""
        if len(self.known.slugs) == 1:
            return
        led_to = {slug for each in self.content.collections for slug in each.first}
        led_to |= self.content.companions.articles() | self._variants()
        for source in self.content.sources:
            led_to |= _named_in(source.body) - {source.matter.slug}
            led_to |= set(getattr(source.matter, "related", ()))
            led_to.add(getattr(source.matter, "replaced_by", None) or "")
        for block in self.content.blocks:
            led_to |= _named_in(block.body)
        for source, matter in self.content.articles():
            if matter.slug not in led_to and matter.lang == "fr":
                yield Fault(source.path, 1, "nothing leads to this article", stops=False, is_warning=True)

    def _variants(self) -> set[str]:
        """Return the articles that others of their group lead to: each of them names all."""
        groups = {matter.slug: matter.variant_of for _, matter in self.content.articles() if matter.variant_of}
        return {*groups, *groups.values()}

    def _untranslated(self) -> Iterator[Fault]:
        written = {(each.matter.slug, each.matter.lang) for each in self.content.sources}
        for source in self.content.sources:
            if source.matter.lang == "fr" and (source.matter.slug, "en") not in written:
                yield Fault(source.path, 1, "there is no English translation", stops=False, is_warning=True)

    def _outdated(self) -> Iterator[Fault]:
        for source, original in self._translations():
            if source.matter.translates != fingerprint(original):
                sentence = f"the French text has changed since this translation; it is now {fingerprint(original)}"
                yield Fault(source.path, source.line_of("translates"), sentence, stops=False, is_warning=True)

    def _same_stage(self) -> Iterator[Fault]:
        """Two answers to one question for the same organisations: readers there are led to both."""
        taken: dict[tuple[str, str, str], str] = {}
        for source, matter in self.content.articles():
            for stage in matter.stages:
                other = taken.setdefault((matter.variant_of or matter.slug, matter.lang, stage), matter.slug)
                if other != matter.slug:
                    sentence = f"stages: {stage} is that of {other} too"
                    yield Fault(source.path, source.line_of("stages"), sentence, stops=False, is_warning=True)

    def _diverging(self) -> Iterator[Fault]:
        """A translation says the same as its original, in other words: not of other things, nor to other people."""
        for source, original in self._translations():
            for name in SAME_IN_EVERY_LANGUAGE:
                if getattr(source.matter, name, None) != getattr(original.matter, name, None):
                    yield Fault(source.path, source.line_of(name), f"{name} differs from that of the French text")

    def _translations(self) -> Iterator[tuple[Source, Source]]:
        """Pair each translation with the French text it was made from."""
        sources = self.content.sources
        french = {each.matter.slug: at for at, each in enumerate(sources) if each.matter.lang == "fr"}
        for source in sources:
            if source.matter.lang != "fr" and source.matter.slug in french:
                yield source, sources[french[source.matter.slug]]


def _named_in(text: str) -> set[str]:
    """Return the articles that a text links to; what else it links to comes along and matches none."""
    return {path.removeprefix("/faq/") for path in paths_in(text)}
