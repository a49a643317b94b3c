"""People's own text as HTML: escaped, in paragraphs, with links. Never Markdown, never a template."""

import re

from markupsafe import Markup, escape

from helpdesk.core.typography import bind

LINK = re.compile(r"https?://[^\s<>\"']{1,500}")
TRAILING = ".,;:!?)]}»"
BLANK_LINES = re.compile(r"\n[ \t]*\n")


def plain(text: str) -> Markup:
    """Turn text that people typed into safe paragraphs; bare http(s) addresses become links."""
    text = bind(text)
    blocks = (block.strip("\n") for block in BLANK_LINES.split(text) if block.strip())
    # Every piece of it was escaped by `_said` or `_linked`.
    return Markup("".join(f"<p>{_linked(block)}</p>\n" for block in blocks))  # noqa: S704


def _linked(block: str) -> str:
    parts, at = [], 0
    for match in LINK.finditer(block):
        address = match.group().rstrip(TRAILING)
        said = escape(address)
        parts.append(_said(block[at : match.start()]))
        parts.append(f'<a href="{said}" rel="nofollow noreferrer">{said}</a>')
        at = match.start() + len(address)
    return "".join([*parts, _said(block[at:])])


def _said(text: str) -> str:
    return str(escape(text)).replace("\n", "<br>\n")
