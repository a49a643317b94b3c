"""The words of HTML that no parser should see: tags taken out, line by line, in time that grows with the length."""

import re
from html import unescape

UNSEEN = re.compile(r"<(?:!--|style|script)", re.IGNORECASE)
ENDS = {"<!--": "-->", "<style": "</style", "<script": "</script"}
LINES = re.compile(
    r"</?(?:div|p|br|tr|li|h[1-6]|table|blockquote|pre|ul|ol|dl|dt|dd|hr|center)(?:[\s/][^<>]*)?>",
    re.IGNORECASE,
)
TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
BLANKS = re.compile(r"[ \t\r\f]+")
EMPTY = re.compile(r"\n[ \n]*\n")


def strip_tags(html: str) -> str:
    """Return the words of `html`, a line for each block, whatever is left open in it."""
    text = LINES.sub("\n", _without_unseen(html).replace("\n", " "))
    text = BLANKS.sub(" ", unescape(TAG.sub(" ", text)))
    text = EMPTY.sub("\n\n", text.replace("\n ", "\n").replace(" \n", "\n")).strip()
    return f"{text}\n" if text else ""


def _without_unseen(html: str) -> str:
    """Take out comments, styles and scripts; what is never closed stays."""
    lowered = html.lower()
    if len(lowered) != len(html):
        # Some capitals are longer in lower case, which would move all that follows.
        lowered = html
    kept, at, unclosed = [], 0, set()
    for found in UNSEEN.finditer(html):
        kind = found[0].lower()
        if found.start() < at or kind in unclosed:
            continue
        end = lowered.find(ENDS[kind], found.end())
        if end < 0:
            unclosed.add(kind)
            continue
        kept.append(html[at : found.start()])
        at = end if kind != "<!--" else end + 3
    return "".join([*kept, html[at:]])
