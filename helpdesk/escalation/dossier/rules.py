"""The shape of the text: sections of lines, twice, the same for mail and pages."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Look(StrEnum):
    """Say how the lines of a section are set: as a list, a numbered list, or texts of their own."""

    LIST = "list"
    NUMBERED = "numbered"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Section:
    """Hold one titled part; a line of a list is one line, a text may have several."""

    title: str
    lines: tuple[str, ...]
    look: Look = Look.LIST


@dataclass(frozen=True, slots=True)
class Brief:
    """Hold the subject and both renderings: one for the administration, one it may pass to the bank, or none."""

    subject: str
    internal: tuple[Section, ...]
    bank: tuple[Section, ...]


def kept(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Return the sections that say something."""
    return tuple(each for each in sections if each.lines)


def set_by(setter: Callable[[str], str], sections: Iterable[Section]) -> tuple[Section, ...]:
    """Return the sections with their titles and lines as `setter` sets them; people's own texts stay."""
    return tuple(
        each
        if each.look is Look.TEXT
        else replace(each, title=setter(each.title), lines=tuple(map(setter, each.lines)))
        for each in sections
    )


def as_json(brief: Brief) -> dict[str, Any]:
    """Return both renderings as a row keeps them."""
    return {"internal": _dump(brief.internal), "bank": _dump(brief.bank)}


def from_json(kept_sections: Mapping[str, Any], name: str) -> tuple[Section, ...]:
    """Return one rendering, `internal` or `bank`, as `as_json` kept it."""
    return tuple(
        Section(each["title"], tuple(each["lines"]), Look(each["look"])) for each in kept_sections[name]
    )


def _dump(sections: Iterable[Section]) -> list[dict[str, Any]]:
    return [{"title": each.title, "lines": list(each.lines), "look": each.look.value} for each in sections]
