"""content/guides/<slug>/guide.yml and the files of each version: read strictly, measured, made searchable."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from helpdesk.faq.companions.documents import located, read_value
from helpdesk.faq.companions.files import LONGEST, Held, hold
from helpdesk.faq.companions.parts import KEY, Problem
from helpdesk.faq.content.matter import Line
from helpdesk.faq.content.source import Fault, GuideTextMatter, Source, read_text
from helpdesk.faq.rules import Audience

FOLDER = "guides"
MOST = 100
NAME = re.compile(KEY)
LONGEST_SLUG = 80
"""As long as its column."""
MEDIA: Mapping[str, str] = {
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".pdf": "application/pdf",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What may be downloaded, and how it is announced."""

FileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$", max_length=100)]
VersionName = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+){0,2}$", max_length=20)]


class Version(BaseModel):
    """One version of a guide. `changes` tell what differs from the one before."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: VersionName
    date: date
    file: FileName
    changes: Line
    changes_en: Line


class GuideMatter(BaseModel):
    """guide.yml. `versions` begins with the latest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Line
    title_en: Line
    summary: Annotated[str, StringConstraints(min_length=1, max_length=600)]
    summary_en: Annotated[str, StringConstraints(min_length=1, max_length=600)]
    audience: Audience = Audience.BOTH
    aliases: list[Line] = Field(default=[], max_length=40)
    aliases_en: list[Line] = Field(default=[], max_length=40)
    keywords: list[Line] = Field(default=[], max_length=40)
    keywords_en: list[Line] = Field(default=[], max_length=40)
    owner: Line
    versions: list[Version] = Field(min_length=1, max_length=50)


@dataclass(frozen=True)
class Guide:
    """A guide with the files of its versions, in their order, and the text of the latest by language."""

    slug: str
    path: Path
    matter: GuideMatter
    files: list[Held]
    texts: Mapping[str, str]

    def value(self) -> dict[str, Any]:
        """Return what is stored: what the page says, and the size and checksum of each file."""
        measured = {held.path: (len(held.body), held.sha256) for held in self.files}
        versions = []
        for each in self.matter.versions:
            size, sha256 = measured[self.place(each)]
            told = each.model_dump(mode="json") | {"size": size, "sha256": sha256}
            english = in_english(self.place(each))
            if english in measured:
                size, sha256 = measured[english]
                told |= {"file_en": in_english(each.file), "size_en": size, "sha256_en": sha256}
            versions.append(told)
        said = self.matter.model_dump(mode="json", include={"title", "title_en", "summary", "summary_en"})
        return said | {"versions": versions}

    def place(self, version: Version) -> str:
        """Return where the file of a version lies, from the content folder down."""
        return f"{FOLDER}/{self.slug}/{version.version}/{version.file}"

    def text_path(self, lang: str) -> Path:
        """Return the file in which the text of the latest version is written in a language."""
        latest = self.matter.versions[0]
        path = self.path.parent / latest.version / latest.file
        return path.with_suffix(".en.md" if lang == "en" else ".md")

    def sources(self) -> Iterator[Source]:
        """Yield the text of the latest version as a page is read, in each language it is written in."""
        for lang, body in self.texts.items():
            matter = GuideTextMatter(
                title=self.matter.title_en if lang == "en" else self.matter.title,
                slug=self.slug,
                lang=_lang(lang),
                summary=self.matter.summary_en if lang == "en" else self.matter.summary,
                reviewed_on=self.matter.versions[0].date,
                audience=self.matter.audience,
                aliases=self.matter.aliases_en if lang == "en" else self.matter.aliases,
                keywords=self.matter.keywords_en if lang == "en" else self.matter.keywords,
                owner=self.matter.owner,
            )
            yield Source(self.text_path(lang), body, matter, body, 1, {})


def read_guides(root: Path) -> tuple[list[Guide], list[Fault]]:
    """Return the guides of a content folder, and what is wrong with those that cannot be used."""
    guides, faults = list[Guide](), list[Fault]()
    for number, path in enumerate(sorted(root.glob(f"{FOLDER}/*/guide.yml"))):
        misplaced = _misplaced(path, number)
        read = [Fault(path, 1, misplaced)] if misplaced else _read(root, path)
        if isinstance(read, Guide):
            guides.append(read)
        else:
            faults += read
    return guides, faults


def check_guide(guide: Guide, taken: frozenset[str]) -> Iterator[Fault]:
    """Yield what one file cannot tell: a name that an article has, versions out of order."""
    if guide.slug in taken:
        yield Fault(guide.path, 1, f"the slug {guide.slug} is that of another text")
    yield from located(guide.path, _wrong_versions(guide.matter.versions))


def _wrong_versions(versions: Sequence[Version]) -> Iterator[Problem]:
    for at, (newer, older) in enumerate(pairwise(versions), start=1):
        if older.date > newer.date:
            yield ("versions", at, "date"), "the versions must begin with the latest"
    seen = set[str]()
    for at, each in enumerate(versions):
        if each.version in seen:
            yield ("versions", at, "version"), "a version stands twice"
        seen.add(each.version)


def _misplaced(path: Path, number: int) -> str:
    """Say why a guide cannot be where it is; empty when it can."""
    name = path.parent.name
    if not NAME.fullmatch(name) or len(name) > LONGEST_SLUG:
        return f"the folder of a guide is called like-this, in {LONGEST_SLUG} letters at most"
    return f"{FOLDER}/ holds {MOST} guides at most" if number >= MOST else ""


def _read(root: Path, path: Path) -> Guide | list[Fault]:
    text = read_text(path)
    if isinstance(text, Fault):
        return [text]
    matter, faults = read_value(path, text, GuideMatter.model_validate)
    if matter is None:
        return faults
    slug, files = path.parent.name, list[Held]()
    for version in matter.versions:
        original = path.parent / version.version / version.file
        translated = original.with_name(in_english(version.file))
        for each in (original, translated) if translated.is_file() else (original,):
            read = _file(root, each)
            if isinstance(read, Held):
                files.append(read)
            else:
                faults.append(read)
    texts, unread = _texts(path.parent, matter.versions[0])
    faults += unread
    return faults or Guide(slug, path, matter, files, texts)


def _file(root: Path, path: Path) -> Held | Fault:
    if path.suffix not in MEDIA:
        return Fault(path, 1, f"a guide is one of {' '.join(MEDIA)}")
    if not path.resolve().is_relative_to(root.resolve()) or not path.is_file():
        return Fault(path, 1, "this file of the guide does not exist")
    if path.stat().st_size > LONGEST:
        return Fault(path, 1, f"the file is longer than {LONGEST // 1024**2} MB")
    return hold(root, path)


def _texts(folder: Path, latest: Version) -> tuple[Mapping[str, str], list[Fault]]:
    """Return the text of the latest version, the file itself or the Markdown given beside it, and what is unread."""
    path = folder / latest.version / latest.file
    written = path.with_suffix(".md")
    found = {"fr": read_text(written) if written.is_file() else ""}
    english = written.with_suffix(".en.md")
    if english.is_file():
        found["en"] = read_text(english)
    texts = {lang: _without_title(text) for lang, text in found.items() if isinstance(text, str)}
    return texts, [text for text in found.values() if isinstance(text, Fault)]


def missing_translation(guide: Guide) -> Iterator[Fault]:
    """Say that a guide is read in French only."""
    if guide.texts.get("fr") and "en" not in guide.texts:
        yield Fault(guide.path, 1, "there is no English translation", stops=False, is_warning=True)


def _without_title(text: str) -> str:
    """Leave out the heading of level 1: the page has its title."""
    first, _line, rest = text.lstrip("\ufeff").partition("\n")
    # Its line stays, empty: what is wrong below is told by its line. A list to tick off: the box is shown as one.
    return (f"\n{rest}" if first.startswith("# ") else text).replace("- [ ] ", "- ☐ ")


def in_english(file: str) -> str:
    """Return how the English translation of a file is called, which lies beside it: `liste.en.md`."""
    stem, dot, suffix = file.rpartition(".")
    return f"{stem}.en{dot}{suffix}"


def _lang(lang: str) -> Literal["fr", "en"]:
    return "en" if lang == "en" else "fr"


def beside(root: Path, guide: Guide) -> list[Held]:
    """Return the further files of a guide that an export must write: guide.yml, texts beside, translations."""
    latest = root / guide.place(guide.matter.versions[0])
    extra = [guide.path, latest.with_suffix(".md"), latest.with_suffix(".md").with_suffix(".en.md")]
    known = {held.path for held in guide.files}
    held = [hold(root, path) for path in extra if path.is_file()]
    return [each for each in held if each.path not in known]
