"""Synonyms as a file, `content/synonyms.yml`: a list of groups, each a list of words that mean the same."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from helpdesk.faq.content.lines import as_lines
from helpdesk.faq.content.source import Fault
from helpdesk.faq.content.strict_yaml import UNREADABLE
from helpdesk.faq.synonyms.rules import (
    FEWEST_WORDS,
    MOST_GROUPS,
    MOST_WORDS,
    read_group,
    says_nothing,
    too_long,
)

NAME = "synonyms.yml"
HEAD = "# Mots et expressions qui veulent dire la même chose : un groupe par ligne.\n"

Group = tuple[str, ...]


def groups_in(path: Path, text: str) -> tuple[list[Group], list[Fault]]:
    """Return the groups of a file, and what is wrong with it, line by line."""
    try:
        top = yaml.compose(as_lines(text), Loader=yaml.SafeLoader)
    except UNREADABLE as error:
        mark = getattr(error, "problem_mark", None)
        return [], [Fault(path, (mark.line if mark else 0) + 1, "this is not plain YAML")]
    if not isinstance(top, yaml.SequenceNode) or not top.value:
        return [], [Fault(path, 1, "this must be a list of groups, each a list of words")]
    found = [(node.start_mark.line + 1, _words(node)) for node in top.value]
    faults = [
        Fault(path, each.start_mark.line + 1, "a group holds words alone")
        for node in top.value
        if isinstance(node, yaml.SequenceNode)
        for each in node.value
        if not isinstance(each, yaml.ScalarNode)
    ]
    faults += [Fault(path, line, sentence) for line, words in found for sentence in _wrong(words)]
    if len(found) > MOST_GROUPS:
        faults.append(Fault(path, 1, f"there are {len(found)} groups, {MOST_GROUPS} at most"))
    return [tuple(words) for _, words in found if words], faults


def _words(node: Any) -> Group:
    """Return the words of a group as they are written: 2 is a word, not a number."""
    if not isinstance(node, yaml.SequenceNode):
        return ()
    written = [each.value for each in node.value if isinstance(each, yaml.ScalarNode)]
    return read_group("\n".join(written))


def _wrong(words: Group) -> Iterator[str]:
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS:
        yield f"a group is a list of {FEWEST_WORDS} to {MOST_WORDS} different words"
    elif says_nothing(words):
        yield "a group of little words alone: no search looks for them"
    if long := too_long(words):
        yield f"{long[:60]!r} is too long for a synonym"


def as_file(groups: Sequence[Sequence[str]]) -> str:
    """Write groups as a file; the same groups always give the same bytes."""
    # JSON is YAML: its quotes and escapes say the same there.
    lines = (f"- {json.dumps(list(group), ensure_ascii=False)}\n" for group in groups)
    return HEAD + "".join(lines)
