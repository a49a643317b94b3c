"""One formulation more in the front matter of an article, not another byte of it touched."""

import json
import re

import yaml

from helpdesk.faq.content.source import FRONT_MATTER, as_lines

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
ITEM = re.compile(r"[ \t]*-[ \t]+")


def with_item(text: str, key: str, value: str) -> str | None:
    """Return a text whose list `key` has one item more at its end; None where its list is written too freely.

    Line ends, order, quotes and comments stay as they are.
    """
    front = FRONT_MATTER.match(as_lines(text))
    found = _list_at(front[1], key) if front else None
    if found is None or not found.value:
        return None
    lines = [each[0] for each in LINE.finditer(text)]
    return _in_brackets(lines, found, value) if found.flow_style else _below(lines, found, value)


def _list_at(front: str, key: str) -> yaml.SequenceNode | None:
    top = yaml.compose(front, Loader=yaml.SafeLoader)
    pairs = top.value if isinstance(top, yaml.MappingNode) else []
    return next(
        (found for name, found in pairs if name.value == key and isinstance(found, yaml.SequenceNode)), None
    )


def _below(lines: list[str], found: yaml.SequenceNode, value: str) -> str | None:
    """Add a line under the last item, indented as it is. The front matter begins on the second line."""
    last = found.value[-1]
    begun = ITEM.match(lines[last.start_mark.line + 1])
    end = last.end_mark.line + (1 if last.end_mark.column else 0) + 1
    before = lines[end - 1]
    line_end = before[len(before.rstrip("\r\n")) :]
    if begun is None or not line_end:
        return None
    return "".join([*lines[:end], f"{begun[0]}{_quoted(value)}{line_end}", *lines[end:]])


def _in_brackets(lines: list[str], found: yaml.SequenceNode, value: str) -> str:
    """Add an item before the closing bracket."""
    last = found.value[-1].end_mark
    line = lines[last.line + 1]
    changed = f"{line[: last.column]}, {_quoted(value)}{line[last.column :]}"
    return "".join([*lines[: last.line + 1], changed, *lines[last.line + 2 :]])


def _quoted(value: str) -> str:
    # JSON is YAML: its quotes and escapes say the same there.
    return json.dumps(value, ensure_ascii=False)
