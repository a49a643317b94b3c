"""One file of content/: its front matter, read strictly, and its text."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from helpdesk.faq.content.lines import as_lines
from helpdesk.faq.content.matter import Line, Reader, ReasonCode, Reviewed, Slug, Stage, several
from helpdesk.faq.content.strict_yaml import UNREADABLE, Lines, in_words, plain_yaml, told
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
    except UNREADABLE as error:
        # The front matter begins on the second line of the file.
        line, sentence = told(error, lines, whole="the front matter", before=1)
        return [Fault(path, line, sentence)]
    try:
        matter: AnyMatter = MODELS.get(path.parent.name, ArticleMatter).model_validate(values)
    except ValidationError as error:
        return [_fault(path, lines, problem) for problem in error.errors()]
    end = front.end()
    return Source(path, text, matter, plain[end:], plain[:end].count("\n") + 1, lines)


def _fault(path: Path, lines: Lines, problem: ErrorDetails) -> Fault:
    place = tuple(problem["loc"])
    few = (problem["type"], place) == ("too_short", ("aliases",))
    sentence = TOO_FEW_ALIASES if few else in_words(problem, whole="the front matter")
    return Fault(path, lines.get(place[:2]) or lines.get(place[:1], 1), sentence)
