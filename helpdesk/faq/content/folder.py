"""The whole of content/: every file read, and the collections in their order."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from helpdesk.core.pile import Pile
from helpdesk.faq.content.blocks import Block, Texts, read_block, texts_by_language
from helpdesk.faq.companions.documents import read_value
from helpdesk.faq.companions.reading import Companions, read_companions
from helpdesk.faq.content.files import agreement_problem, file_problem
from helpdesk.faq.content.matter import Line, Slug
from helpdesk.faq.content.source import ArticleMatter, Fault, Source, read_source, read_text
from helpdesk.faq.content.strays import strays
from helpdesk.faq.notices.matter import NoticeMatter
from helpdesk.faq.rules import Audience
from helpdesk.faq.synonyms.source import NAME as SYNONYMS
from helpdesk.faq.synonyms.source import groups_in

TEXTS = ("faq/*", "notices", "pages")
"""The folders of what has a page of its own."""
MOST_FILES = 20_000
"""How many articles and pages a folder may hold; one more is a fault, since leaving it out would unpublish it."""


Name = Annotated[Slug, Field(max_length=60)]
Title = Annotated[Line, Field(max_length=120)]
Icon = Annotated[Line, Field(max_length=40)]
"""As long as their columns: PostgreSQL takes no more."""


class CollectionMatter(BaseModel):
    """One entry of collections.yml. `parent` is the one it lies in, `first` the articles to show first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: Name
    title: Title
    title_en: Title
    description: Annotated[str, StringConstraints(max_length=300)] = ""
    description_en: Annotated[str, StringConstraints(max_length=300)] = ""
    icon: Icon
    parent: Name | None = None
    audience: Audience = Audience.BOTH
    first: list[Slug] = Field(default=[], max_length=10)


@dataclass(frozen=True)
class Content:
    """What could be read of a content folder, and what is wrong with the rest.

    `order` is the text of collections.yml.
    """

    root: Path
    collections: list[CollectionMatter]
    sources: Pile[Source]
    faults: list[Fault]
    blocks: list[Block] = field(default_factory=list)
    order: str = ""
    synonyms: str | None = None
    """The text of synonyms.yml; None where there is none."""
    files: dict[str, Path] = field(default_factory=dict)
    """Where the images and documents of files/ lie, by name."""
    companions: Companions = field(default_factory=Companions)

    def articles(self) -> Iterator[tuple[Source, ArticleMatter]]:
        """Yield the articles; pages are left out."""
        return ((each, each.matter) for each in self.sources if isinstance(each.matter, ArticleMatter))

    def slugs(self) -> frozenset[str]:
        """Return the slugs of the articles."""
        return frozenset(matter.slug for _, matter in self.articles())

    def drafts(self) -> frozenset[str]:
        """Return the slugs of the articles that no reader is led to yet: the French text says so where there is one."""
        found: dict[str, str] = {}
        for _, matter in self.articles():
            if matter.lang == "fr" or matter.slug not in found:
                found[matter.slug] = matter.status
        return frozenset(slug for slug, status in found.items() if status == "draft")

    def notices(self) -> Iterator[NoticeMatter]:
        """Yield what the notices say of themselves."""
        return (each.matter for each in self.sources if isinstance(each.matter, NoticeMatter))

    def block_texts(self) -> Mapping[str, Texts]:
        """Return what the blocks say, by language."""
        return texts_by_language(self.blocks)


Reading = Callable[[int, int, str], None]
"""Called with how many files are read, of how many, and the name of the next."""


def read_content(root: Path, progress: Reading | None = None) -> Content:
    """Read collections.yml and the Markdown of blocks/, faq/<collection>/, pages/ and notices/ under `root`."""
    order = read_text(root / "collections.yml")
    text = order if isinstance(order, str) else ""
    collections, faults = parse_collections(root / "collections.yml", text)
    sources = Pile[Source]()
    content = Content(root, collections, sources, faults, [], text)
    found = (path for folder in TEXTS for path in root.glob(f"{folder}/*.md"))
    paths, outside = _inside(root, sorted(found))
    faults += outside
    for number, path in enumerate(paths[:MOST_FILES]):
        if progress:
            progress(number, min(len(paths), MOST_FILES), path.name)
        read = read_source(path)
        if isinstance(read, Source):
            sources.append(read)
        else:
            faults += read
    if len(paths) > MOST_FILES:
        faults.append(Fault(root, 1, f"there are {len(paths)} articles in this folder, {MOST_FILES} at most"))
    if not paths:
        faults.append(Fault(root, 1, "there is no article in this folder"))
    blocks = _read_blocks(content)
    files = _read_files(content)
    content = replace(content, companions=read_companions(root), synonyms=_read_synonyms(root, faults))
    held = [root / each.path for each in content.companions.files]
    lists = [root / "collections.yml", root / SYNONYMS]
    faults += strays(root, [*lists, *paths, *blocks, *files, *held], [*faults, *content.companions.faults])
    return content


def _read_synonyms(root: Path, faults: list[Fault]) -> str | None:
    path = root / SYNONYMS
    if not path.exists():
        return None
    text = read_text(path)
    faults += [text] if isinstance(text, Fault) else groups_in(path, text)[1]
    return None if isinstance(text, Fault) else text


def _read_blocks(content: Content) -> Sequence[Path]:
    paths, outside = _inside(content.root, sorted(content.root.glob("blocks/*.md")))
    content.faults.extend(outside)
    for path in paths:
        read = read_block(path)
        if isinstance(read, Block):
            content.blocks.append(read)
        else:
            content.faults.append(read)
    return paths


def _read_files(content: Content) -> Sequence[Path]:
    paths, outside = _inside(content.root, sorted(content.root.glob("files/*.*")))
    content.faults.extend(outside)
    for path in paths:
        problem = file_problem(path.name, path.stat().st_size)
        body = b"" if problem else path.read_bytes()
        problem = problem or agreement_problem(path.name, body)
        if problem:
            content.faults.append(Fault(path, 1, problem))
        else:
            content.files[path.name] = path
    return paths


def _inside(root: Path, paths: Iterable[Path]) -> tuple[list[Path], list[Fault]]:
    """Keep the paths that stay in the folder: a link could name any file of the machine."""
    top = root.resolve()
    inside, faults = [], []
    for path in paths:
        if path.resolve().is_relative_to(top) and path.is_file():
            inside.append(path)
        else:
            faults.append(Fault(path, 1, "this is no file of the folder: it leads elsewhere"))
    return inside, faults


def parse_collections(path: Path, text: str) -> tuple[list[CollectionMatter], list[Fault]]:
    """Understand collections.yml; return what is wrong with it beside what could be read."""
    if not text:
        return [], [Fault(path, 1, "the list of collections cannot be read")]
    found, faults = read_value(path, text, TypeAdapter(list[CollectionMatter]).validate_python)
    if found == []:
        faults = [Fault(path, 1, "there is no collection in this list")]
    return found or [], faults


def line_of_collection(text: str, slug: str, key: str) -> int:
    """Return the line of a key of a collection in the text of collections.yml, 1 where it does not stand."""
    top = yaml.compose(text.removeprefix("\ufeff"), Loader=yaml.SafeLoader)
    for entry in top.value if isinstance(top, yaml.SequenceNode) else ():
        found = {name.value: (name.start_mark.line + 1, value.value) for name, value in entry.value}
        if key in found and found.get("slug", (0, ""))[1] == slug:
            return int(found[key][0])
    return 1
