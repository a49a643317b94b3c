"""Some keys of a front matter changed, not another byte of it: comments, order, quotes and line ends stay."""

import re
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from helpdesk.faq.content.lines import as_lines
from helpdesk.faq.content.source import FRONT_MATTER

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
ITEM = re.compile(r"[ \t]*-[ \t]+")
EMPTY = re.compile(r"[ \t]*(?:#.*)?\Z")

OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""Signs that end a line for YAML, and for nobody who reads: what stands on which line cannot be told."""

Write = Callable[[Any], str]
"""How a single value is written, in quotes if it needs them."""


@dataclass(frozen=True)
class Place:
    """The lines of a key, from `first` until before `end`, and its value as it is written there."""

    first: int
    end: int
    value: yaml.Node


@dataclass(frozen=True)
class Change:
    """What a key shall say, nothing where it is empty; a new one stands below the last of `after` that is there."""

    key: str
    value: Any
    write: Write
    after: Sequence[str] = ()


def with_keys(text: str, changes: Sequence[Change]) -> str | None:
    """Return a text with these changes; its front matter is read once, however many there are.

    None where nothing but writing the front matter anew would do. Where YAML is written oddly, a line may come to
    belong to another key: compare what the text says then.
    """
    lines = LINE.findall(text)
    places = _places(text)
    if places is None or not lines or not lines[0].endswith(("\r", "\n")):
        return None
    line_end = lines[0][len(lines[0].rstrip("\r\n")) :]
    otherwise = _end_of(text)
    edits = [_edit(lines, places, each, line_end, otherwise) for each in changes]
    done, new = 0, list[str]()
    # What is put in before a line comes before what that line becomes.
    for first, end, written in sorted(edits, key=lambda each: each[:2]):
        new += [*lines[done:first], *written]
        done = end
    return "".join([*new, *lines[done:]])


def _edit(
    lines: Sequence[str], places: Mapping[str, Place], change: Change, line_end: str, otherwise: int
) -> tuple[int, int, Sequence[str]]:
    """Return from which line until before which other lines shall stand, and these."""
    value, write = change.value, change.write
    written = [line + line_end for line in lines_of(change.key, value, write)]
    place = places.get(change.key)
    if place is None:
        at = next((places[key].end for key in reversed(change.after) if key in places), otherwise)
        return at, at, written
    within = _within(lines, place, value, write, line_end) if written else None
    return place.first, place.end, within if within is not None else written


def is_empty(value: Any) -> bool:
    """Tell whether a value says nothing, so that its key is left out."""
    return value is None or value in ("", [])


def lines_of(key: str, value: Any, write: Write) -> list[str]:
    """Return the lines of a key as they are written where nobody wrote it before; none for an empty value."""
    if is_empty(value):
        return []
    if isinstance(value, list):
        return [f"{key}:", *(f"  - {write(each)}" for each in value)]
    return [f"{key}: {write(value)}"]


def _places(text: str) -> dict[str, Place] | None:
    """Return where each key stands; None where lines do not tell. It begins on the second line."""
    front = FRONT_MATTER.match(as_lines(text))
    if front is None or OTHER_LINE_ENDS.search(front[1]):
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
    in_block = _ends_in_block(value)
    while (
        end > start + 1 and EMPTY.match(lines[end - 1]) and not (in_block and lines[end - 1].startswith(" "))
    ):
        end -= 1
    return end


def _ends_in_block(node: yaml.Node) -> bool:
    """Tell whether the last thing in a value, however deep, is a text whose lines YAML takes as they are."""
    while isinstance(node, yaml.CollectionNode) and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")


def _end_of(text: str) -> int:
    front = FRONT_MATTER.match(as_lines(text))
    return front[1].count("\n") + 1 if front else 0


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
    end, had = place.first + 1, defaultdict[str, deque[Sequence[str]]](deque)
    for item in items:
        start, end = end, _end_of_item(item)
        had[str(item.value)].append(lines[start:end])
    kept = [lines[place.first]]
    for each in value:
        same = had.get(str(each))
        kept += same.popleft() if same else [f"{begun[0]}{write(each)}{line_end}"]
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
