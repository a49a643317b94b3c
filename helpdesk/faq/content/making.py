"""From a file to a row: what an article shows, and the hash that tells whether it must be rendered again."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from helpdesk.config import settings
from helpdesk.core.identifiers import fold_key
from helpdesk.core.typography import typo
from helpdesk.faq.content.blocks import Texts, blocks_in, include
from helpdesk.faq.content.folder import CollectionMatter, Content
from helpdesk.faq.content.source import ArticleMatter, GuideTextMatter, Source, fingerprint
from helpdesk.faq.glossary import marking
from helpdesk.faq.nesting import above
from helpdesk.faq.notices.citing import Names, cite, cited_by, cited_in, name, names_of
from helpdesk.faq.notices.matter import NoticeMatter
from helpdesk.faq.placeholders import fill, fill_plain, names_in, values_for
from helpdesk.faq.readers.rules import stored
from helpdesk.faq.rules import ArticleKind, ArticleStatus, Audience, reading_minutes
from helpdesk.faq.situations import limits_of
from helpdesk.faq.storing import Key, Wanted
from helpdesk.web.i18n import LANGUAGES, SOURCE_LANGUAGE
from helpdesk.web.markdown import VERSION, Renderer


@dataclass(frozen=True)
class Surroundings:
    """What an article shows of others: collections, titles, blocks, and its place among its neighbours."""

    collections: Mapping[str, CollectionMatter]
    titles: Mapping[Key, str]
    places: Mapping[str, int]
    blocks: Mapping[str, Texts]
    terms: Mapping[str, tuple[marking.Term, ...]] = field(default_factory=dict)
    """What the glossary explains, by language."""
    variants: Mapping[Key, list[dict[str, str]]] = field(default_factory=dict)
    """All articles that answer the same question for other situations, by each of them."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """The readers of the articles that are not for everybody, as rows hold them, by slug: those of the French text."""
    originals: Mapping[str, str] = field(default_factory=dict)
    """The fingerprints of French texts, by slug: their translations may be behind."""
    notices: Mapping[str, Names] = field(default_factory=lambda: {lang: {} for lang in LANGUAGES})
    """How the notices are called that texts may cite, by language."""


def surroundings_of(content: Content) -> Surroundings:
    """Return what the articles of a whole folder show of one another."""
    titles: dict[Key, str] = {}
    members: dict[str, dict[str, str]] = {each.slug: {} for each in content.collections}
    of_several: list[ArticleMatter] = []
    kept: dict[str, str] = {}
    for _, matter in content.articles():
        kept |= kept_of([matter])
        if matter.status == "published":
            titles[matter.slug, matter.lang] = shown(matter.title, matter.lang)
            members.get(matter.collection, {})[matter.slug] = matter.title
            of_several.append(matter)
    return Surroundings(
        {each.slug: each for each in content.collections},
        titles,
        {
            slug: number
            for collection in content.collections
            for number, slug in enumerate(in_order(collection, members[collection.slug]))
        },
        content.block_texts(),
        content.companions.terms(),
        variants_of(of_several),
        kept,
        originals_of(content.sources),
        names_of(content.notices()),
    )


def originals_of(sources: Iterable[Source]) -> dict[str, str]:
    """Return the fingerprints of the French texts among these."""
    return {each.matter.slug: fingerprint(each) for each in sources if each.matter.lang == SOURCE_LANGUAGE}


def kept_of(articles: Iterable[ArticleMatter]) -> dict[str, str]:
    """Return for whom articles are kept, those for everybody left out."""
    return {each.slug: stored(each.readers) for each in articles if each.lang == "fr" and each.readers}


def variants_of(articles: Iterable[ArticleMatter]) -> Mapping[Key, list[dict[str, str]]]:
    """Group the articles that answer one question for several situations; those that stand alone are left out."""
    groups: dict[Key, list[ArticleMatter]] = {}
    for each in articles:
        if each.variant:
            groups.setdefault((each.variant_of or each.slug, each.lang), []).append(each)
    found: dict[Key, list[dict[str, str]]] = {}
    for members in groups.values():
        told = [
            {"slug": each.slug, "label": shown(each.variant, each.lang)}
            | limits_of(each.stages, each.valid_from, each.valid_until)
            for each in members
        ]
        found |= {(each.slug, each.lang): told for each in members if len(members) > 1}
    return found


class Maker:
    """Make rows of files: what each shows, and the hash that tells whether it must be rendered again."""

    def __init__(self, around: Surroundings, icons: str) -> None:
        self._icons = icons
        self._around = around
        self._values = {lang: values_for(settings(), lang) for lang in LANGUAGES}

    def make(self, source: Source, held: Mapping[Key, str], renderer: Renderer) -> Wanted:
        """Return what `source` becomes; it is rendered only if `held`, the hashes stored, has another."""
        matter = source.matter
        key, facts = (matter.slug, matter.lang), self._facts(source)
        position = self._around.places.get(matter.slug, 0)
        everything = [VERSION, marking.VERSION, self._icons, dict(facts), self._used(source)]
        facts["is_behind"] = self._is_behind(source)
        if facts["is_behind"]:
            # Only where it is: the others need not be rendered anew for it.
            everything.append("behind")
        digest = hashlib.sha256(json.dumps(everything, default=str).encode()).hexdigest()
        if held.get(key) == digest:
            return Wanted(key, digest, None, position)
        rendered = renderer.render(self.filled(source), lang=matter.lang, icons=self._icons)
        made = {
            "html": marking.mark(rendered.html, self._around.terms.get(matter.lang, ())),
            "plain_text": rendered.plain,
            "toc": [asdict(heading) for heading in rendered.toc],
            "minutes": reading_minutes(rendered.plain),
        }
        return Wanted(key, digest, facts | made, position)

    def _is_behind(self, source: Source) -> bool:
        """Tell whether a translation says of which text it was made, and that one has changed."""
        matter = source.matter
        now = self._around.originals.get(matter.slug) if matter.lang != SOURCE_LANGUAGE else None
        return bool(now and matter.translates) and matter.translates != now

    def filled(self, source: Source) -> str:
        """Return the Markdown of a text with blocks, citations and the facts of the installation in place."""
        lang = source.matter.lang
        return fill(cite(self._whole(source), self._around.notices[lang]), self._values[lang])

    def _whole(self, source: Source) -> str:
        return include(source.body, self._around.blocks[source.matter.lang])

    def _used(self, source: Source) -> Mapping[str, Any]:
        """What the page shows of other files and of the settings."""
        collection = self._around.collections.get(getattr(source.matter, "collection", ""))
        values, blocks = self._values[source.matter.lang], self._around.blocks[source.matter.lang]
        body = self._whole(source)
        cited = {slug: self._around.notices[source.matter.lang][slug] for slug in cited_in(body)}
        return {
            "values": {name: values[name] for name, _ in names_in(body) if cited_by(name) is None},
            "blocks": {name: blocks[name] for name, _ in blocks_in(source.body)},
            "terms": [asdict(each) for each in marking.used_terms(body, self._around.terms.get(source.matter.lang, ()))],
            "collection": collection and [*self._titles_above(collection), collection.title, collection.title_en],
            # Only where there are any: the others need not be rendered anew for it.
            **({"notices": cited} if cited else {}),
        }

    def _titles_above(self, collection: CollectionMatter) -> list[str]:
        outer = above(collection.slug, list(self._around.collections.values()))
        return [part for each in outer for part in (each.slug, each.title, each.title_en)]

    def _facts(self, source: Source) -> dict[str, Any]:
        matter = source.matter
        values = self._values[matter.lang]
        facts: dict[str, Any] = {
            "kind": ArticleKind.PAGE,
            "status": ArticleStatus.PUBLISHED,
            "collection": "",
            "category": "",
            "ticket_category": "",
            "audience": Audience.BOTH,
            "title": shown(matter.title, matter.lang),
            "summary": shown(fill_plain(matter.summary, values), matter.lang),
            "markdown": source.body,
            "aliases": [],
            "keywords": [],
            "sources": [],
            "related": [],
            "reason_codes": [],
            "as_of": None,
            "valid_from": None,
            "valid_until": None,
            "reviewed_on": matter.reviewed_on,
            "owner": "",
            "provider": "",
            "variant": "",
            "variants": [],
            "replacement": None,
            "promise": "",
            "promise_due_on": None,
            "promise_kept_on": None,
            "readers": "",
        }
        if isinstance(matter, GuideTextMatter):
            said = matter.model_dump(include={"audience", "aliases", "keywords", "owner"})
            return facts | said | {"kind": ArticleKind.GUIDE}
        if isinstance(matter, NoticeMatter):
            return facts | self._notice_facts(matter)
        return facts | (self._article_facts(matter) if isinstance(matter, ArticleMatter) else {})

    def _notice_facts(self, matter: NoticeMatter) -> dict[str, Any]:
        told = matter.model_dump(mode="json", include={"number", "day", "supersedes", "reminds"})
        lines = {name: shown(getattr(matter, name), matter.lang) for name in ("series", "place")}
        signatory = shown(fill_plain(matter.signatory, self._values[matter.lang]), matter.lang)
        return {
            "kind": ArticleKind.NOTICE,
            "audience": matter.audience,
            # People look for it by its number, with or without the sign.
            "aliases": [name(matter.numbered, matter.lang), f"{matter.series} {matter.number}", *matter.aliases],
            "keywords": matter.keywords,
            "related": [self._related(slug, matter.lang) for slug in matter.related],
            "notice": told | lines | {"signatory": signatory},
        }

    def _article_facts(self, matter: ArticleMatter) -> dict[str, Any]:
        return {
            "kind": ArticleKind.FAQ,
            "status": ArticleStatus(matter.status),
            "collection": matter.collection,
            "category": matter.category,
            "ticket_category": matter.ticket_category,
            "audience": matter.audience,
            "aliases": matter.aliases,
            "keywords": matter.keywords,
            "sources": [shown(each, matter.lang) for each in matter.sources],
            "related": [self._related(slug, matter.lang) for slug in matter.related],
            "reason_codes": matter.reason_codes,
            "as_of": matter.as_of,
            "valid_from": matter.valid_from,
            "valid_until": matter.valid_until,
            "owner": matter.owner,
            "provider": fill_plain(matter.provider, self._values[matter.lang]),
            "variant": shown(matter.variant, matter.lang),
            "variants": [self._marked(each) for each in self._around.variants.get((matter.slug, matter.lang), [])],
            "replacement": self._related(matter.replaced_by, matter.lang) if matter.replaced_by else None,
            "promise": shown(fill_plain(matter.promise, self._values[matter.lang]), matter.lang),
            "promise_due_on": matter.promise_due_on,
            "promise_kept_on": matter.promise_kept_on,
            # A translation is for those whom its original is for, whatever else it says.
            "readers": self._around.kept.get(matter.slug, stored(matter.readers)),
        }

    def _related(self, slug: str, lang: str) -> dict[str, str]:
        titles = self._around.titles
        return self._marked({"slug": slug, "title": titles.get((slug, lang)) or titles[(slug, "fr")]})

    def _marked(self, link: dict[str, str]) -> dict[str, str]:
        """Return a link with the readers of where it leads, if these are not everybody."""
        readers = self._around.kept.get(link["slug"])
        return link | {"readers": readers} if readers else link


def shown(text: str, lang: str) -> str:
    """Return a line of text as people of `lang` read it."""
    return typo(text) if lang == "fr" else text


def in_order(collection: CollectionMatter, titles: Mapping[str, str]) -> list[str]:
    """Return the articles of a collection in their order: those it names first, then by title."""
    first = {slug: number for number, slug in enumerate(collection.first)}
    return sorted(titles, key=lambda slug: (first.get(slug, len(first)), fold_key(titles[slug])))
