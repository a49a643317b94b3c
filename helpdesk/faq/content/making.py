"""From a file to a row: what an article shows, and the hash that tells whether it must be rendered again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from helpdesk.config import settings
from helpdesk.core.identifiers import fold_key
from helpdesk.core.typography import typo
from helpdesk.faq.content.blocks import blocks_in, include
from helpdesk.faq.content.folder import CollectionMatter, Content
from helpdesk.faq.content.source import ArticleMatter, Source
from helpdesk.faq.placeholders import fill, fill_plain, names_in, values_for
from helpdesk.faq.rules import ArticleKind, ArticleStatus, Audience, reading_minutes
from helpdesk.faq.storing import Key, Wanted
from helpdesk.web.i18n import LANGUAGES
from helpdesk.web.markdown import VERSION, Renderer


class Maker:
    """Make rows of files: what each shows, and the hash that tells whether it must be rendered again."""

    def __init__(self, content: Content, icons: str) -> None:
        self._icons = icons
        self._collections = {each.slug: each for each in content.collections}
        self._titles: dict[Key, str] = {
            (matter.slug, matter.lang): _shown(matter.title, matter.lang) for _, matter in content.articles()
        }
        self._places = _places(content)
        self._blocks = content.block_texts()
        self._values = {lang: values_for(settings(), lang) for lang in LANGUAGES}

    def make(self, source: Source, held: Mapping[Key, str], renderer: Renderer) -> Wanted:
        """Return what `source` becomes; it is rendered only if `held`, the hashes stored, has another."""
        matter = source.matter
        key, facts = (matter.slug, matter.lang), self._facts(source)
        everything = [VERSION, self._icons, facts, self._used(source)]
        digest = hashlib.sha256(json.dumps(everything, default=str).encode()).hexdigest()
        if held.get(key) == digest:
            return Wanted(key, digest, None)
        body = include(source.body, self._blocks[matter.lang])
        filled = fill(body, self._values[matter.lang])
        rendered = renderer.render(filled, lang=matter.lang, icons=self._icons)
        made = {
            "html": rendered.html,
            "plain_text": rendered.plain,
            "toc": [asdict(heading) for heading in rendered.toc],
            "minutes": reading_minutes(rendered.plain),
        }
        return Wanted(key, digest, facts | made)

    def _used(self, source: Source) -> Mapping[str, Any]:
        """What the page shows of other files and of the settings."""
        collection = self._collections.get(getattr(source.matter, "collection", ""))
        values, blocks = self._values[source.matter.lang], self._blocks[source.matter.lang]
        body = include(source.body, blocks)
        return {
            "values": {name: values[name] for name, _ in names_in(body)},
            "blocks": {name: blocks[name] for name, _ in blocks_in(source.body)},
            "collection": collection and [collection.title, collection.title_en],
        }

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
            "title": _shown(matter.title, matter.lang),
            "summary": _shown(fill_plain(matter.summary, values), matter.lang),
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
            "position": 0,
        }
        return facts | (self._article_facts(matter) if isinstance(matter, ArticleMatter) else {})

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
            "sources": [_shown(each, matter.lang) for each in matter.sources],
            "related": [self._related(slug, matter.lang) for slug in matter.related],
            "reason_codes": matter.reason_codes,
            "as_of": matter.as_of,
            "valid_from": matter.valid_from,
            "valid_until": matter.valid_until,
            "owner": matter.owner,
            "position": self._places[matter.slug],
        }

    def _related(self, slug: str, lang: str) -> dict[str, str]:
        return {"slug": slug, "title": self._titles.get((slug, lang)) or self._titles[(slug, "fr")]}


def _shown(text: str, lang: str) -> str:
    return typo(text) if lang == "fr" else text


def _places(content: Content) -> Mapping[str, int]:
    """Number the articles of each collection: those it names first, then by title."""
    places: dict[str, int] = {}
    for collection in content.collections:
        of_it = [matter for _, matter in content.articles() if matter.collection == collection.slug]
        ordered = sorted(of_it, key=lambda matter: _rank(collection, matter))
        places |= {matter.slug: number for number, matter in enumerate(ordered)}
    return places


def _rank(collection: CollectionMatter, matter: ArticleMatter) -> tuple[int, str]:
    first = collection.first.index(matter.slug) if matter.slug in collection.first else len(collection.first)
    return first, fold_key(matter.title)
