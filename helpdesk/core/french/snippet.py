"""The passage of a text that best shows why it was found."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

from helpdesk.core.french.fold import located_words
from helpdesk.core.french.stem import stem

_BLANKS = re.compile("[ \t\r\n]+")
_SENTENCE_END = re.compile("[.!?…][ \u00a0\u202f]+(?=[A-ZÀ-Ý«])")
_MORE = "…"

Stemmer = Callable[[str], str]
"""The stems of another language than French are found with its own."""

Found = tuple[int, int, str]
"""Where a word begins and ends, and its stem."""


def highlight_spans(
    text: str, stems: Collection[str], *, stemmer: Stemmer = stem
) -> tuple[tuple[int, int], ...]:
    """Return where each word of `text` begins and ends whose stem is among `stems`, in order."""
    return tuple((start, end) for start, end, _ in _found(text, stems, stemmer))


def snippet(text: str, stems: Collection[str], *, width: int = 200, stemmer: Stemmer = stem) -> str:
    """Return a passage of at most `width` characters of plain text, on one line.

    The passage with the most of the words, from the start of its sentence when that fits; the
    beginning when there is none of them. « … » stands where a sentence is cut.
    """
    line = _BLANKS.sub(" ", text).strip()
    if len(line) <= width:
        return line
    room = width - 2 * len(_MORE)
    first, last = _densest(list(_found(line, stems, stemmer)), room)
    return _cut(line, _begin(line, first, last, room), room)


def _found(text: str, stems: Collection[str], stemmer: Stemmer) -> Iterator[Found]:
    for word, start, end in located_words(text, lambda word: stemmer(word) in stems):
        yield start, end, stemmer(word)


def _densest(found: Sequence[Found], room: int) -> tuple[int, int]:
    """Return where the run of found words begins and ends that has most of them within `room`."""
    best, run = (0, 0), (0, 0)
    inside: Counter[str] = Counter()
    first = 0
    for _, end, root in found:
        inside[root] += 1
        while end - found[first][0] > room:
            inside[found[first][2]] -= 1
            first += 1
        score = (len(+inside), inside.total())
        if score > best:
            best, run = score, (found[first][0], end)
    return run


def _begin(line: str, first: int, last: int, room: int) -> int:
    """Return where to begin so that the run shows: at its sentence, or some words before it."""
    earliest = max(0, last - room)
    ends = [each.end() for each in _SENTENCE_END.finditer(line, earliest, first)]
    if earliest == 0:
        ends.insert(0, 0)
    if ends:
        return ends[-1]
    # No sentence begins near enough: a third of what is left goes before the run.
    return max(earliest, first - (room - (last - first)) // 3)


def _cut(line: str, begin: int, room: int) -> str:
    end = min(len(line), begin + room)
    if begin and line[begin - 1] != " ":
        begin = line.find(" ", begin, end) + 1 or begin
    if end < len(line) and line[end] != " ":
        end = max(line.rfind(" ", begin, end), begin) if " " in line[begin:end] else end
    passage = line[begin:end].strip(" ")
    before = "" if _ends_sentence(line[:begin]) else _MORE
    after = "" if end == len(line) or _ends_sentence(passage) else _MORE
    return before + passage + after


def _ends_sentence(text: str) -> bool:
    return not text or text.rstrip(" \u00a0\u202f").endswith((".", "!", "?", _MORE))
