"""One file of content/: its front matter, read strictly, and its text."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BeforeValidator, Field, StringConstraints, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from helpdesk.faq.content.matter import Line, Reader, ReasonCode, Reviewed, Slug, Stage, several
from helpdesk.faq.notices.matter import NoticeMatter
from helpdesk.faq.readers.rules import MOST_ENTRIES
from helpdesk.faq.rules import Audience

LONGEST_FILE = 80 * 1024
"""Longest file that is read at all, in bytes; the text in it has its own limit."""

FEWEST_ALIASES = 3
TOO_FEW_ALIASES = "aliases needs at least three entries, in people’s own words"

UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Controls, NUL first: no database keeps them all, and nobody sees what they do."""

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)

Lines = dict[tuple[str | int, ...], int]
"""Where keys and list items stand: `("related",)`, `("related", 2)`."""


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong with a file, and where. One that does not stop loading only needs an editor soon."""

    path: Path
    line: int
    sentence: str
    stops: bool = True
    is_warning: bool = False
    """Worth saying, and no reason to call the content faulty."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {'warning: ' if self.is_warning else ''}{self.sentence}"


class PageMatter(Reviewed):
    """The front matter of a page, such as the legal notice."""


class GuideTextMatter(PageMatter):
    """What is known of the text of a guide: its own file says it, in another form."""

    audience: Audience
    aliases: list[Line]
    keywords: list[Line]
    owner: Line


class ArticleMatter(Reviewed):
    """The front matter of an article. `summary` is the short answer; `aliases` are people's own words for it."""

    collection: Slug
    category: Slug
    audience: Audience
    status: Literal["published", "draft"] = "published"
    aliases: list[Line] = Field(default=[], max_length=40, validate_default=True)
    keywords: list[Line] = Field(default=[], max_length=40)
    sources: list[Line] = Field(default=[], max_length=20)
    as_of: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    owner: Line
    related: list[Slug] = Field(default=[], max_length=12)
    reason_codes: list[ReasonCode] = Field(default=[], max_length=80)
    ticket_category: Annotated[str, StringConstraints(pattern=r"^[a-z-]+(/[a-z0-9-]+)?$")]
    provider: Annotated[str, StringConstraints(max_length=80)] = ""
    variant: Annotated[str, StringConstraints(max_length=80)] = ""
    variant_of: Slug | None = None
    stages: list[Stage] = Field(default=[], max_length=20)
    """For which organisations the variant is: `journey`, or `journey/place` (situations.py)."""
    replaced_by: Slug | None = None
    readers: Annotated[list[Reader], BeforeValidator(several)] = Field(default=[], max_length=MOST_ENTRIES)
    """For whom the article is kept; any of them is enough, none is everybody (readers/rules.py)."""
    promise: Annotated[str, StringConstraints(max_length=300)] = ""
    promise_due_on: date | None = None
    promise_kept_on: date | None = None

    @field_validator("aliases")
    @classmethod
    def aliases_of_people(cls, aliases: list[str], info: ValidationInfo) -> list[str]:
        """Refuse an article for readers that few would find; a draft may still want them."""
        if len(aliases) < FEWEST_ALIASES and info.data.get("status") != "draft":
            raise PydanticCustomError("too_short", "needs more entries")
        return aliases


AnyMatter = ArticleMatter | PageMatter | NoticeMatter


@dataclass(frozen=True)
class Source:
    """A file that could be read. `lines` tells where each key and list item stands, `body_line` the text.

    `text` is the file to the last byte, line ends and all: what is kept, compared and given back.
    """

    path: Path
    text: str
    matter: AnyMatter
    body: str
    body_line: int
    lines: Lines

    def line_of(self, *place: str | int) -> int:
        """Return the line of a key, or of an item: `line_of("related", 2)`."""
        return self.lines.get(place) or self.lines.get(place[:1], 1)


def fingerprint(source: Source) -> str:
    """Return a mark that changes with what a translator translates: title, short answer and text."""
    words = "\n".join((source.matter.title, source.matter.summary, source.body.strip()))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def address_of(matter: AnyMatter) -> str:
    """Return where people read it, without the prefix of a language."""
    match matter:
        case PageMatter():
            return f"/pages/{matter.slug}"
        case NoticeMatter():
            return f"/notes/{matter.slug}"
    return f"/faq/{matter.slug}"


MODELS: Mapping[str, type[PageMatter | NoticeMatter]] = {"pages": PageMatter, "notices": NoticeMatter}
"""What the front matter of a file must be, by its folder; that of an article anywhere else."""


def read_source(path: Path) -> Source | list[Fault]:
    """Read one file; return what is wrong with it when it cannot be used."""
    text = read_text(path)
    return parse_source(path, text) if isinstance(text, str) else [text]


def read_text(path: Path) -> str | Fault:
    """Return the whole of a file as it is, line ends included, or why it cannot be read."""
    try:
        if path.stat().st_size > LONGEST_FILE:
            return Fault(path, 1, f"the file is longer than {LONGEST_FILE // 1024} kB")
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return Fault(path, 1, "the file is not UTF-8")
    except OSError as error:
        return Fault(path, 1, f"the file cannot be read ({error.strerror})")


def parse_source(path: Path, text: str) -> Source | list[Fault]:
    """Understand the text of one file, which need not be on a disk; return what is wrong with it."""
    plain = as_lines(text)
    for found in UNSEEN.finditer(plain):
        line = plain.count("\n", 0, found.start()) + 1
        return [Fault(path, line, "there is a control character in the text")]
    front = FRONT_MATTER.match(plain)
    if front is None:
        return [Fault(path, 1, "the file must begin with front matter between two lines of ---")]
    lines: Lines = {}
    try:
        values = plain_yaml(front[1], lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return [Fault(path, (mark.line if mark else 0) + 2, f"the front matter is not plain YAML: {error.problem}")]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return [Fault(path, 1, str(error) or "the front matter cannot be read")]
    try:
        matter: AnyMatter = MODELS.get(path.parent.name, ArticleMatter).model_validate(values)
    except ValidationError as error:
        return [_fault(path, lines, problem) for problem in error.errors()]
    end = front.end()
    return Source(path, text, matter, plain[end:], plain[:end].count("\n") + 1, lines)


def as_lines(text: str) -> str:
    """Return a text without byte order mark, each of its lines ended by a line feed alone."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def line_at(text: str, at: int) -> int:
    """Return the line, from 1, in which a place of a text lies."""
    return text.count("\n", 0, at) + 1


class _Loader(yaml.SafeLoader):
    """Plain YAML: no tags that make objects, and no aliases, of which a few lines can make gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse an alias where it stands."""
        if self.check_event(yaml.AliasEvent):
            sentence = "an alias (*name); write the value again instead"
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem=sentence, problem_mark=mark)
        return super().compose_node(parent, index)

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        """Refuse a key that stands twice: the first of its values would be lost without a word."""
        node: yaml.MappingNode = super().compose_mapping_node(anchor)
        seen = set[str]()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                sentence = f"the key {key.value!r} stands twice"
                raise yaml.MarkedYAMLError(problem=sentence, problem_mark=key.start_mark)
            seen.add(str(key.value))
        return node


def parse_yaml(text: str) -> Any:
    """Return what a whole YAML file says, be it a list or a mapping; raises yaml.YAMLError."""
    return _Loader(as_lines(text).removeprefix("\ufeff")).get_single_data()


def every_line(text: str) -> Lines:
    """Return where every key and item of a whole YAML file stands, however deep; raises yaml.YAMLError."""
    lines: Lines = {}
    top = _Loader(as_lines(text)).get_single_node()
    if top is not None:
        _note_lines(top, (), lines)
    return lines


def _note_lines(node: yaml.Node, place: tuple[str | int, ...], lines: Lines) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            lines[(*place, str(key.value))] = key.start_mark.line + 1
            _note_lines(value, (*place, str(key.value)), lines)
    for number, item in enumerate(_items(node)):
        lines[(*place, number)] = item.start_mark.line + 1
        _note_lines(item, (*place, number), lines)


def plain_yaml(text: str, lines: Lines) -> Any:
    """Read front matter by the strict loader, noting in `lines` where each key stands."""
    loader = _Loader(text)
    top = loader.get_single_node()
    if not isinstance(top, yaml.MappingNode):
        raise ValueError("the front matter must be a list of `key: value` lines")
    for key, value in top.value:
        if not isinstance(key, yaml.ScalarNode):
            raise ValueError("a key of the front matter must be a plain word")
        # The front matter begins on the second line of the file.
        lines[(key.value,)] = key.start_mark.line + 2
        for number, item in enumerate(_items(value)):
            lines[(key.value, number)] = item.start_mark.line + 2
    return loader.construct_document(top)


def _items(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        yield from node.value


def _fault(path: Path, lines: Lines, problem: Any) -> Fault:
    place = tuple(problem["loc"])
    name, message = ".".join(str(part) for part in place), str(problem["msg"])
    match problem["type"], name:
        case "missing", _:
            sentence = f"{name} is missing"
        case "extra_forbidden", _:
            sentence = f"{name} is not a known key"
        case "too_short", "aliases":
            sentence = TOO_FEW_ALIASES
        case _:
            sentence = f"{name}: {message[:1].lower()}{message[1:]}"
    return Fault(path, lines.get(place[:2]) or lines.get(place[:1], 1), sentence)
