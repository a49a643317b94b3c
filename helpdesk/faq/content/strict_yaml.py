"""YAML read strictly, with the line of everything in it; what is wrong with it, in words."""

from collections.abc import Iterator
from typing import Any

import yaml
from pydantic_core import ErrorDetails

from helpdesk.faq.content.lines import as_lines

Lines = dict[tuple[str | int, ...], int]
"""Where keys and list items stand: `("related",)`, `("related", 2)`."""

UNREADABLE = (yaml.YAMLError, ValueError, OverflowError, RecursionError)
"""What reading YAML raises."""

WORD = "tag:yaml.org,2002:str"
"""What YAML takes a plain word for; not so `1`, `no`, or `<<`, which would mix another mapping in."""

NO_MAPPING = "the front matter must be a list of `key: value` lines"

MAPPING = frozenset({"model_type", "dict_type", "model_attributes_type"})


class BadValue(yaml.MarkedYAMLError):
    """A value that looks like a day or a number and is none, such as 2026-99-99."""


class _Loader(yaml.SafeLoader):
    """Plain YAML: no tags that make objects, and no aliases, of which a few lines can make gigabytes."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - PyYAML’s own
        """Say where a value stands that nothing can be made of."""
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, LookupError, ArithmeticError, AttributeError) as error:
            # PyYAML trusts a tag: what `!!int`, `!!bool` or `!!timestamp` stands before need not be one.
            why = error if isinstance(error, ValueError) else f"it is no {node.tag.rpartition(':')[2]}"
            sentence = f"{str(node.value)[:40]} is no value: {why}"
            raise BadValue(problem=sentence, problem_mark=node.start_mark) from error

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


def plain_yaml(text: str, lines: Lines) -> dict[str, Any]:
    """Read front matter by the strict loader, noting in `lines` where each key stands; raises one of UNREADABLE."""
    loader = _Loader(text)
    top = loader.get_single_node()
    if not isinstance(top, yaml.MappingNode):
        raise ValueError(NO_MAPPING)
    for key, value in top.value:
        if not isinstance(key, yaml.ScalarNode) or key.tag != WORD:
            raise ValueError("a key of the front matter must be a plain word")
        # The front matter begins on the second line of the file.
        lines[(key.value,)] = key.start_mark.line + 2
        for number, item in enumerate(_items(value)):
            lines[(key.value, number)] = item.start_mark.line + 2
    values = loader.construct_document(top)
    if not isinstance(values, dict):
        # A tag before it all, such as `!!set`, makes another thing of the lines.
        raise ValueError(NO_MAPPING)
    return values


def _items(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        yield from node.value


def told(error: Exception, lines: Lines, *, whole: str, before: int = 0) -> tuple[int, str]:
    """Return the line and the sentence of what one of UNREADABLE says; `before` are lines above the YAML."""
    if isinstance(error, RecursionError):
        return 1, f"{whole} is nested too deeply"
    if isinstance(error, OverflowError):
        return 1, f"{whole} names a sign that does not exist"
    mark = isinstance(error, yaml.MarkedYAMLError) and (error.problem_mark or error.context_mark)
    if not isinstance(error, yaml.MarkedYAMLError) or not mark:
        return 1, (str(error) or f"{whole} cannot be read").split("\n")[0]
    line = mark.line + 1 + before
    if isinstance(error, BadValue):
        return line, f"{'.'.join(map(str, _place_at(lines, line))) or whole}: {error.problem}"
    return line, f"{whole} is not plain YAML: {error.problem}"


def _place_at(lines: Lines, line: int) -> tuple[str | int, ...]:
    """Return the last and innermost thing that begins on a line or above it."""
    above = [(at, len(place), place) for place, at in lines.items() if at <= line]
    return max(above, key=lambda each: each[:2])[2] if above else ()


def in_words(problem: ErrorDetails, *, whole: str) -> str:
    """Return what is wrong with a value, called by its place, or `whole` where it is everything."""
    place, message = ".".join(map(str, problem["loc"])), problem["msg"]
    name, must = place or whole, f"{place}: must" if place else f"{whole} must"
    match problem["type"]:
        case "missing":
            return f"{name} is missing"
        case "extra_forbidden":
            return f"{name} is not a known key"
        case "list_type":
            return f"{must} be a list, each entry begun by a dash"
        case kind if kind in MAPPING:
            return f"{must} be `key: value` lines"
    return f"{name}: {message[:1].lower()}{message[1:]}"
