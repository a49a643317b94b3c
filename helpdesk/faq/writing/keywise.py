"""One key of a front matter changed, not another byte of it: comments, order, quotes and line ends stay."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from helpdesk.faq.content.lines import as_lines
from helpdesk.faq.content.source import FRONT_MATTER

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
ITEM = re.compile(r"[ \t]*-[ \t]+")
EMPTY = re.compile(r"[ \t]*(?:#.*)?\Z")

Write = Callable[[Any], str]
"""How a single value is written, in quotes if it needs them."""


@dataclass(frozen=True)
class Place:
    """The lines of a key, from `first` until before `end`, and its value as it is written there."""

    first: int
    end: int
    value: yaml.Node


def with_key(text: str, key: str, value: Any, *, write: Write, after: Sequence[str]) -> str | None:
    """Return a text whose key has this value, and no such key where the value is empty.

    A key that is new stands below the last of `after` that is there. None where nothing but writing the front matter
    anew would do.
    """
    lines = LINE.findall(text)
    places = _places(text)
    if places is None or not lines or not lines[0].endswith(("\r", "\n")):
        return None
    line_end = lines[0][len(lines[0].rstrip("\r\n")) :]
    written = [line + line_end for line in lines_of(key, value, write)]
    place = places.get(key)
    if place is None:
        at = _place_for(places, after, _end_of(text))
        return "".join([*lines[:at], *written, *lines[at:]])
    within = _within(lines, place, value, write, line_end) if written else None
    kept = within if within is not None else written
    return "".join([*lines[: place.first], *kept, *lines[place.end :]])


def lines_of(key: str, value: Any, write: Write) -> list[str]:
    """Return the lines of a key as they are written where nobody wrote it before; none for an empty value."""
    if value is None or value in ("", []):
        return []
    if isinstance(value, list):
        return [f"{key}:", *(f"  - {write(each)}" for each in value)]
    return [f"{key}: {write(value)}"]


def _places(text: str) -> dict[str, Place] | None:
    """Return where each key stands; None for a front matter in braces. It begins on the second line."""
    front = FRONT_MATTER.match(as_lines(text))
    if front is None:
        return None
    top = yaml.compose(front[1], Loader=yaml.SafeLoader)
    if not isinstance(top, yaml.MappingNode) or top.flow_style:
        return None
    lines = front[1].split("\n")
    starts = [key.start_mark.line for key, _ in top.value]
    ends = [*starts[1:], front[1].count("\n")]
    return {
        str(key.value): Place(start + 1, _end(lines, start, end, value) + 1, value)
        for (key, value), start, end in zip(top.value, starts, ends, strict=True)
    }


def _end(lines: Sequence[str], start: int, end: int, value: yaml.Node) -> int:
    """Return where a key ends: comments and blank lines before the next one belong to that one."""
    in_block = isinstance(value, yaml.ScalarNode) and value.style in ("|", ">")
    while (
        end > start + 1 and EMPTY.match(lines[end - 1]) and not (in_block and lines[end - 1].startswith(" "))
    ):
        end -= 1
    return end


def _end_of(text: str) -> int:
    front = FRONT_MATTER.match(as_lines(text))
    return front[1].count("\n") + 1 if front else 0


def _place_for(places: dict[str, Place], after: Sequence[str], otherwise: int) -> int:
    return next((places[key].end for key in reversed(after) if key in places), otherwise)


def _within(lines: Sequence[str], place: Place, value: Any, write: Write, line_end: str) -> list[str] | None:
    """Return the lines of a key with what is written there kept as far as it says the same; None if it cannot be."""
    node = place.value
    if isinstance(node, yaml.SequenceNode) and isinstance(value, list) and node.value:
        return (_in_brackets if node.flow_style else _below)(lines, place, value, write, line_end)
    if not isinstance(node, yaml.ScalarNode) or isinstance(value, list) or place.end != place.first + 1:
        return None
    line = lines[place.first]
    before, rest = line[: node.start_mark.column], line[node.end_mark.column :]
    gap = "" if before[-1:].isspace() else " "
    return [f"{before}{gap}{_like(node, value, write)}{rest}"]


def _like(node: yaml.ScalarNode, value: Any, write: Write) -> str:
    """Return a value in the quotes of the one before it."""
    if node.style == "'" and isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return write(value)


def _below(
    lines: Sequence[str], place: Place, value: Sequence[Any], write: Write, line_end: str
) -> list[str] | None:
    """Return a list of one item a line: items that stay keep their lines, and the comments above them."""
    items = place.value.value
    begun = ITEM.match(lines[items[0].start_mark.line + 1])
    if begun is None:
        return None
    end, had = place.first + 1, list[tuple[str, list[str]]]()
    for item in items:
        start, end = end, _end_of_item(item)
        had.append((str(item.value), list(lines[start:end])))
    kept = [lines[place.first]]
    for each in value:
        found = next((at for at, (said, _) in enumerate(had) if said == str(each)), None)
        kept += [f"{begun[0]}{write(each)}{line_end}"] if found is None else had.pop(found)[1]
    return [*kept, *lines[end : place.end]]


def _end_of_item(item: yaml.Node) -> int:
    return item.end_mark.line + (1 if item.end_mark.column else 0) + 1


def _in_brackets(
    lines: Sequence[str], place: Place, value: Sequence[Any], write: Write, line_end: str
) -> list[str] | None:
    """Return a list in brackets: what comes at its end is added there; another is written anew on its one line."""
    items = place.value.value
    if [str(each) for each in value[: len(items)]] == [str(each.value) for each in items]:
        last, more = items[-1].end_mark, "".join(f", {write(each)}" for each in value[len(items) :])
        line = lines[last.line + 1]
        changed = f"{line[: last.column]}{more}{line[last.column :]}"
        return [*lines[place.first : last.line + 1], changed, *lines[last.line + 2 : place.end]]
    if place.end != place.first + 1:
        return None
    line, node = lines[place.first], place.value
    written = {str(each.value): line[each.start_mark.column : each.end_mark.column] for each in items}
    inner = ", ".join(written.get(str(each)) or write(each) for each in value)
    return [f"{line[: node.start_mark.column]}[{inner}]{line[node.end_mark.column :]}"]
