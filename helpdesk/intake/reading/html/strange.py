"""HTML that would cost seconds: recognised before a parser sees it."""

import re
from functools import lru_cache

from helpdesk.intake.reading.limits import LARGEST_HTML

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
NOT_NESTED = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody", "tfoot", "html", "head",
    "body",
})  # fmt: skip
FORMATTING = frozenset({
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
})  # fmt: skip
DEEPEST = 300
MOST_REPEATED = 300_000
MOST_TAGS = 20_000
"""A year of quoted mails by Outlook has some 5,000."""
MOST_LINES = 50_000
MOST_REFERENCES = 20_000
LONGEST_TAG = 60_000


@lru_cache(maxsize=1)
def is_strange(html: str) -> bool:
    """Tell whether a standard HTML parser may take seconds, or make much out of little.

    It does so with thousands of nested elements (20,000: 3 s, the double of the text), with formatting that is
    opened hundreds of times and repeated in every block, and with tags and references by the ten thousand.
    """
    # A no-break space is written back as a reference.
    references = html.count("&") + html.count("\u00a0")
    if len(html) > LARGEST_HTML or references > MOST_REFERENCES or _longest_tag(html) > LONGEST_TAG:
        return True
    if html.count("<") > 2 * MOST_TAGS or html.count("\n") > MOST_LINES:
        return True
    return _grows(html)


def _grows(html: str) -> bool:
    depth = deepest = formatting = blocks = 0
    for found in TAG.finditer(html):
        name = found[2].lower()
        step = -1 if found[1] else 1
        blocks += step > 0
        if name in FORMATTING:
            formatting += step
        if name not in NOT_NESTED:
            depth = max(0, depth + step)
            deepest = max(deepest, depth)
        if deepest > DEEPEST or max(formatting, 0) * blocks > MOST_REPEATED:
            return True
    return blocks > MOST_TAGS


def _longest_tag(html: str) -> int:
    """Return the longest run without an end of tag, after a beginning of one."""
    return max((len(piece) - piece.find("<") for piece in html.split(">") if "<" in piece), default=0)
