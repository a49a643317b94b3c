"""Lines of a text, made alike for recognition: no accents, no capitals, no decoration."""

import re
import unicodedata
from dataclasses import dataclass

MOST_LINES = 2000
MOST_CHARACTERS = 64 * 1024
LONGEST = 600
"""Longer lines are somebody's paragraph: no program writes such a line above a quotation."""

QUOTE = re.compile(r"[ \t\u00a0]{0,3}>")
MARKS = re.compile(r"^[\s>*_|#]+|[\s*_]+$")
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: where it begins in the text, its words alike, and what is plain at first sight."""

    start: int
    raw: str
    words: str
    is_quote: bool

    @property
    def is_blank(self) -> bool:
        """Nothing is written on it."""
        return not self.raw.strip()


def read_lines(text: str) -> tuple[list[Line], bool]:
    """Return the lines that are looked at, the first 2,000 up to 64 K characters, and whether these are all."""
    lines: list[Line] = []
    at = 0
    while at < min(len(text), MOST_CHARACTERS) and len(lines) < MOST_LINES:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        raw = text[at:end]
        lines.append(Line(at, raw, alike(raw), bool(QUOTE.match(raw))))
        at = end + 1
    return lines, at >= len(text)


def alike(raw: str) -> str:
    """Return the words of a line without accents, capitals, quotation signs and emphasis."""
    if len(raw) > LONGEST:
        return ""
    plain = raw if raw.isascii() else _without_accents(raw)
    return BLANKS.sub(" ", MARKS.sub("", plain)).lower()


def _without_accents(raw: str) -> str:
    folded = unicodedata.normalize("NFKD", raw.replace("’", "'").replace("\u200b", "").replace("ß", "ss"))
    return "".join(each for each in folded if not unicodedata.combining(each))
