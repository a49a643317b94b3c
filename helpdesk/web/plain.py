"""People's own text as HTML: escaped, in paragraphs, with links. Never Markdown, never a template."""

import re

from markupsafe import Markup, escape

LINK = re.compile(r"https?://[^\s<>\"']{1,500}")
TRAILING = ".,;:!?)]}»"


def plain(text: str) -> Markup:
    """Turn text that people typed into safe paragraphs; bare http(s) addresses become links."""
    blocks = [block for block in re.split(r"\n[ \t]*\n", text) if block.strip()]
    return Markup("").join(Markup("<p>{}</p>\n").format(_lines(block.strip("\n"))) for block in blocks)


def _lines(block: str) -> Markup:
    return Markup("<br>\n").join(_linked(line) for line in block.split("\n"))


def _linked(line: str) -> Markup:
    parts, at = [], 0
    for match in LINK.finditer(line):
        address = match.group().rstrip(TRAILING)
        parts += [
            escape(line[at : match.start()]),
            Markup('<a href="{0}" rel="nofollow noreferrer">{0}</a>').format(address),
        ]
        at = match.start() + len(address)
    return Markup("").join([*parts, escape(line[at:])])
