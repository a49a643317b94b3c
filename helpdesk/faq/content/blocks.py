"""Blocks: a text written once under content/blocks/, shown wherever an article says `{{ bloc: contact }}`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from helpdesk.faq.content.source import UNSEEN, Fault, read_text
from helpdesk.faq.content.lines import as_lines

MARKER = re.compile(r"(?P<indent>^[ \t]*)?\{\{\s*bloc\s*:\s*+(?P<name>[^{}\n]{0,70}?)\s*+\}\}", re.MULTILINE)
PREFIX = re.compile(r"bloc\s*:\s*(.*)", re.DOTALL)
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 8 * 1024
"""Longest block, in bytes: a few sentences that many articles share."""

Texts = Mapping[str, str]
"""What each block says in one language, by name."""


@dataclass(frozen=True)
class Block:
    """A shared text in one language; `text` is the file to the last byte."""

    path: Path
    name: str
    lang: str
    text: str

    @property
    def body(self) -> str:
        """Return what articles show of it."""
        return as_lines(self.text).strip("\n")


def read_block(path: Path) -> Block | Fault:
    """Read one file of blocks/."""
    text = read_text(path)
    return text if isinstance(text, Fault) else parse_block(path, text)


def parse_block(path: Path, text: str) -> Block | Fault:
    """Understand a block, which need not be on a disk."""
    name, _, lang = path.name.removesuffix(".md").partition(".")
    if not NAME.fullmatch(name) or lang not in {"", "en"}:
        return Fault(path, 1, "a block’s file is called like-this.md, or like-this.en.md in English")
    if len(text.encode()) > LONGEST:
        return Fault(path, 1, f"the block is longer than {LONGEST // 1024} kB")
    found = UNSEEN.search(as_lines(text))
    if found:
        line = as_lines(text).count("\n", 0, found.start()) + 1
        return Fault(path, line, "there is a control character in the text")
    return Block(path, name, lang or "fr", text)


def texts_by_language(blocks: list[Block]) -> Mapping[str, Texts]:
    """Return what blocks say in French and in English; one that is not translated is shown in French."""
    french = {each.name: each.body for each in blocks if each.lang == "fr"}
    return {"fr": french, "en": french | {each.name: each.body for each in blocks if each.lang == "en"}}


def blocks_in(text: str) -> Iterator[tuple[str, int]]:
    """Yield the name of each block that a text shows, with the place where it stands."""
    return ((found["name"], found.start()) for found in MARKER.finditer(text))


def block_name(placeholder: str) -> str | None:
    """Return the block that a placeholder names; None when it names a fact of the installation."""
    found = PREFIX.fullmatch(placeholder)
    return found[1] if found else None


def include(text: str, blocks: Texts) -> str:
    """Return Markdown with every block in its place, as far in as its marker; KeyError for an unknown one."""

    def shown(found: re.Match[str]) -> str:
        indent = found["indent"] or ""
        return indent + blocks[found["name"]].replace("\n", f"\n{indent}")

    return MARKER.sub(shown, text)
