"""Two texts side by side in words: which lines came, which went, and what changed inside a line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORD = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
LONGEST_LINE = 2_000
"""Signs of a line beyond which it is compared as a whole: comparing word by word is quadratic."""
AROUND = 3
"""Unchanged lines that are shown around a change."""
MOST_LINES = 4_000


class Mark(StrEnum):
    """What became of some words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


Piece = tuple[Mark, str]


@dataclass(frozen=True)
class Line:
    """A line of the difference; `mark` says what became of it, `pieces` of its words."""

    mark: Mark
    number: int
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Gap:
    """Unchanged lines that are not shown."""

    count: int


def difference(before: str, after: str) -> list[Line | Gap]:
    """Return what changed from one text to another, with a few lines around; empty when nothing did."""
    old, new = before.splitlines()[:MOST_LINES], after.splitlines()[:MOST_LINES]
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > MOST_LINES)
    found: list[Line | Gap] = []
    end = 0
    for group in matcher.get_grouped_opcodes(AROUND):
        start = group[0][3]
        if start > end:
            found.append(Gap(start - end))
        for tag, i1, i2, j1, j2 in group:
            found += _lines(tag, old[i1:i2], new[j1:j2], i1, j1)
        end = group[-1][4]
    if found and len(new) > end:
        found.append(Gap(len(new) - end))
    return found


def _lines(tag: str, old: Sequence[str], new: Sequence[str], i: int, j: int) -> Iterator[Line]:
    if tag == "equal":
        yield from (Line(Mark.SAME, j + n + 1, [(Mark.SAME, text)]) for n, text in enumerate(new))
        return
    pairs = [words_apart(a, b) for a, b in zip(old, new, strict=False)] if len(old) == len(new) else []
    for n, text in enumerate(old):
        pieces = [each for each in pairs[n] if each[0] is not Mark.NEW] if pairs else [(Mark.GONE, text)]
        yield Line(Mark.GONE, i + n + 1, pieces)
    for n, text in enumerate(new):
        pieces = [each for each in pairs[n] if each[0] is not Mark.GONE] if pairs else [(Mark.NEW, text)]
        yield Line(Mark.NEW, j + n + 1, pieces)


def words_apart(before: str, after: str) -> list[Piece]:
    """Return the words that stayed, went and came between two lines."""
    if len(before) + len(after) > LONGEST_LINE:
        return [(Mark.GONE, before), (Mark.NEW, after)]
    old, new = WORD.findall(before), WORD.findall(after)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append((Mark.SAME, "".join(new[j1:j2])))
            continue
        if i2 > i1:
            pieces.append((Mark.GONE, "".join(old[i1:i2])))
        if j2 > j1:
            pieces.append((Mark.NEW, "".join(new[j1:j2])))
    return pieces
