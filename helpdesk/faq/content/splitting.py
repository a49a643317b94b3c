"""A long document taken apart: one piece for each question, whether a heading asks it or a line in capitals does."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from helpdesk.core.french import fold
from helpdesk.faq.content.lines import as_lines

LONGEST_DOCUMENT = 400_000
"""Longest document that is taken apart, in characters: some 150 pages."""
LONGEST_QUESTION = 200
MOST_LINES = 4
"""How many lines a question in capitals may take, blank ones apart."""
MOST_PIECES = 200
"""How many drafts come of one document; of one more, somebody would have to know which."""
FEWEST_WORDS = 5
"""How many words in capitals are a question even without its mark."""
ASKING = re.compile(
    "(?:QUAND|QUE|QU['’]|QUI|QUOI|QUELL?E?S?|COMMENT|POURQUOI|OÙ|OU|COMBIEN|EST-CE|PEUT-ON|PUIS-JE|FAUT-IL|SI|"
    "WHEN|WHAT|WHO|WHICH|HOW|WHY|WHERE|CAN|MAY|MUST|IF)\\b"
)
MOSTLY = 0.7
"""What share of the letters of a line in capitals are capitals."""

HEADING = re.compile(r"(#{1,6})[ \t]+([^ \t].*)$")
BOLD = re.compile(r"(?:\d+[.)][ \t]*)?(?:\*\*|__)(.+?)(?:\*\*|__)[ \t]*$")
UNDERLINE = re.compile(r"(=+|-{2,})[ \t]*$")
NUMBER = re.compile(r"^(?:\d+[.)]|[-–•>]+)[ \t]*")
FENCE = re.compile(r"[ \t]{0,3}(```|~~~)")
ACRONYMS = frozenset("IBAN RIB BIC SEPA RUM ICS PIN CB CNI PDF OCCE URL SMS RGPD TPE PME CFDT CGT".split())
"""Words that keep their capitals where the rest of a question loses them."""


@dataclass(frozen=True)
class Piece:
    """One question, what is said to it, and the line where it stands."""

    question: str
    body: str
    line: int


@dataclass(frozen=True)
class _Mark:
    """A question found: its first line, the first line after it, and its level, 0 in capitals or in bold."""

    at: int
    end: int
    words: str
    level: int


def split(text: str) -> list[Piece]:
    """Return the questions of a document with their answers; what stands before the first is left out."""
    lines = as_lines(text[:LONGEST_DOCUMENT]).split("\n")
    marks = list(islice(_marks(lines), MOST_PIECES + 1))
    ends = [*(mark.at for mark in marks[1:]), len(lines)]
    return [
        Piece(mark.words, _body(lines[mark.end : end], mark.level), mark.at + 1)
        for mark, end in zip(marks, ends, strict=False)
    ]


def _marks(lines: Sequence[str]) -> Iterator[_Mark]:
    number, fenced = 0, False
    while number < len(lines):
        fenced ^= bool(FENCE.match(lines[number]))
        mark = None if fenced else _mark(lines, number)
        if mark is not None:
            yield mark
        number = mark.end if mark else number + 1


def _mark(lines: Sequence[str], at: int) -> _Mark | None:
    line = lines[at].strip()
    heading = _heading(line)
    if heading:
        depth, words = heading
        return _asked(at, at + 1, words, depth)
    if at + 1 < len(lines) and line and UNDERLINE.match(lines[at + 1].strip()):
        return _asked(at, at + 2, line, 1 if "=" in lines[at + 1] else 2)
    bold = BOLD.match(line)
    if bold:
        return _asked(at, at + 1, bold[1], 0)
    return _in_capitals(lines, at) if _is_capitals(line) else None


def _heading(line: str) -> tuple[int, str] | None:
    """Return the depth and the words of a heading, without the signs that may close it."""
    found = HEADING.match(line)
    # Not by the pattern: it would look for the end of those signs again from each of them.
    words = found[2].rstrip(" \t#") if found else ""
    return (len(found[1]), words) if found and words else None


def _asked(at: int, end: int, words: str, level: int) -> _Mark | None:
    question = _tidied(words)
    return _Mark(at, end, question, level) if question.endswith("?") and len(question) > 1 else None


def _in_capitals(lines: Sequence[str], at: int) -> _Mark | None:
    """Join the lines of a question in capitals: scanning breaks them, and puts blank lines between.

    One that ends without a question mark counts too, if it is long enough not to be a mere cry.
    """
    words: list[str] = []
    end = begun = at
    for number in range(at, min(len(lines), at + 2 * MOST_LINES)):
        line = lines[number].strip()
        if not line:
            continue
        if len(words) == MOST_LINES or not _is_capitals(line):
            break
        if words and number > end and ASKING.match(line):
            # What stood before the blank line was the title of a part.
            words, begun = [], number
        words.append(line)
        end = number + 1
        if line.endswith(("?", ":")):
            break
    question = _tidied(" ".join(words).rstrip(": "))
    is_one = question.endswith("?") or (len(question.split()) >= FEWEST_WORDS and not question.endswith("."))
    return _Mark(begun, end, question, 0) if is_one else None


def _is_capitals(line: str) -> bool:
    letters = [sign for sign in line if sign.isalpha()]
    return len(letters) > 3 and sum(sign.isupper() for sign in letters) >= MOSTLY * len(letters)  # noqa: PLR2004


def _tidied(words: str) -> str:
    """Return a question on one line, its stars and numbers gone, in small letters where it was in capitals."""
    text = " ".join(NUMBER.sub("", words.replace("*", "").replace("_", " ").strip()).split())
    if _is_capitals(text):
        text = " ".join(word if word.strip("’'.,?()") in ACRONYMS else word.lower() for word in text.split())
    return (text[:1].upper() + text[1:])[:LONGEST_QUESTION]


def _body(lines: Sequence[str], level: int) -> str:
    """Return an answer, its headings brought to the levels that an article has."""
    shown, fenced = [], False
    for line in lines:
        fenced ^= bool(FENCE.match(line))
        heading = None if fenced else _heading(line)
        if heading:
            depth, words = heading
            line = f"{'#' * max(2, min(4, depth - level + 1))} {words}"
        shown.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(shown)).strip("\n")


def slug_of(question: str, taken: frozenset[str]) -> str:
    """Return an address for a question that nothing else has."""
    words = re.findall("[a-z0-9]+", fold(question))
    telling = [word for word in words if word not in LITTLE] or words or ["question"]
    slug = "-".join(telling[:6])[:60].strip("-")
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (slug, *numbered) if each not in taken)


LITTLE = frozenset(
    "a au aux ce ces cette d dans de des du elle en est et eux il ils je l la le les leur lui ma mais me mes mon n ne "
    "nos notre nous on ou par pas pour qu que qui s sa se ses si son sont sur ta te tes toi ton tu un une vos votre "
    "vous y the of to is in my and for on i do does it an".split()
)
"""Words that say nothing in an address."""
