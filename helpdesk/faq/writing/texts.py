"""Texts by themselves: their hashes, their places under content/, and what they say of themselves."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import overload

from helpdesk.faq.content.blocks import Block, parse_block
from helpdesk.faq.content.folder import Content
from helpdesk.faq.content.source import AnyMatter, ArticleMatter, Fault, Source, parse_source
from helpdesk.faq.notices.matter import NoticeMatter
from helpdesk.faq.synonyms.source import NAME as SYNONYMS
from helpdesk.faq.writing.rules import Kind, State

ORDER_PATH = "collections.yml"


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text, to the last byte."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Paper:
    """One text of content/ and what it says of itself."""

    path: str
    kind: Kind
    slug: str
    lang: str
    text: str
    title: str = ""
    collection: str = ""
    owner: str = ""
    reviewed_on: date | None = None
    state: State = State.PUBLISHED
    source: Source | None = None
    block: Block | None = None

    @property
    def key(self) -> tuple[Kind, str, str]:
        """Return what it is called, wherever it lies."""
        return self.kind, self.slug, self.lang

    @property
    def hash(self) -> str:
        """Return the hash of its text."""
        return hash_of(self.text)


def path_for(kind: Kind, slug: str, lang: str, collection: str = "") -> str:
    """Return where a text lies under content/."""
    name = f"{slug}.md" if lang == "fr" else f"{slug}.{lang}.md"
    folders = {
        Kind.ARTICLE: f"faq/{collection}",
        Kind.PAGE: "pages",
        Kind.NOTICE: "notices",
        Kind.BLOCK: "blocks",
    }
    return ORDER_PATH if kind is Kind.ORDER else f"{folders[kind]}/{name}"


def own_path(paper: Paper) -> str:
    """Return where an article lies by what it says of itself."""
    return path_for(paper.kind, paper.slug, paper.lang, paper.collection)


class Papers(Sequence[Paper]):
    """Every text of a folder that could be read, by number: those of the pile of sources first, as they lie there."""

    def __init__(self, content: Content) -> None:
        self._root = content.root
        self._sources = content.sources
        self._count = len(content.sources)
        blocks = [of_block(each, self._path(each)) for each in content.blocks]
        self._others = [*blocks, Paper(ORDER_PATH, Kind.ORDER, "collections", "fr", content.order)]
        if content.synonyms is not None:
            self._others.append(Paper(SYNONYMS, Kind.SYNONYMS, "synonyms", "fr", content.synonyms))

    def __len__(self) -> int:
        return self._count + len(self._others)

    @overload
    def __getitem__(self, number: int) -> Paper: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Paper]: ...
    def __getitem__(self, number: int | slice) -> Paper | Sequence[Paper]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if number >= self._count:
            return self._others[number - self._count]
        source = self._sources[number]
        return of_source(source, self._path(source))

    def is_source(self, number: int) -> bool:
        """Tell whether a number is that of a text with a page of its own."""
        return number < self._count

    def _path(self, text: Source | Block) -> str:
        return text.path.relative_to(self._root).as_posix()


def of_source(source: Source, path: str) -> Paper:
    """Return what an article, a page or a notice says of itself."""
    matter = source.matter
    return Paper(
        path,
        _kind_of(matter),
        matter.slug,
        matter.lang,
        source.text,
        matter.title,
        matter.collection if isinstance(matter, ArticleMatter) else "",
        matter.owner if isinstance(matter, ArticleMatter) else "",
        matter.reviewed_on,
        State.DRAFT if isinstance(matter, ArticleMatter) and matter.status == "draft" else State.PUBLISHED,
        source=source,
    )


def _kind_of(matter: AnyMatter) -> Kind:
    match matter:
        case ArticleMatter():
            return Kind.ARTICLE
        case NoticeMatter():
            return Kind.NOTICE
    return Kind.PAGE


def of_block(block: Block, path: str) -> Paper:
    """Return what is known of a block."""
    return Paper(path, Kind.BLOCK, block.name, block.lang, block.text, block.name, block=block)


def read(path: str, text: str, root: Path = Path()) -> Source | Block | list[Fault]:
    """Understand a text by its place under content/; `root` is what faults name before it."""
    if path.startswith("blocks/"):
        block = parse_block(root / path, text)
        return [block] if isinstance(block, Fault) else block
    return parse_source(root / path, text)
