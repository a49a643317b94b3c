"""Bare addresses, mailboxes and telephone numbers of a text, made links."""

import re
from html import escape

from helpdesk.core.phones import tel_href, to_e164

LINKS = re.compile(
    r"(?P<url>https?://[^\s<>\"'«»]{1,500})"
    r"|(?P<mail>[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,8})"
    r"|(?P<phone>(?<![\w+])(?<!\d[ .\u00a0\u202f])(?:0[1-9]|\+\d{2,3}[ \u00a0]\d)(?:[ .\u00a0\u202f]\d{2}){4}"
    r"(?![ .\u00a0\u202f]?\d)(?!\w))"
)
TRAILING = ".,;:!?)]}»"


def link_bare(text: str) -> str:
    """Return `text` escaped, its addresses, mailboxes and telephone numbers as links."""
    pieces, at = [], 0
    for found in LINKS.finditer(text):
        shown = found[0].rstrip(TRAILING)
        address = _address(found.lastgroup or "", shown)
        if address is None:
            continue
        link = f'<a href="{escape(address)}">{escape(shown, quote=False)}</a>'
        pieces += [escape(text[at : found.start()], quote=False), link]
        at = found.start() + len(shown)
    return "".join([*pieces, escape(text[at:], quote=False)])


def _address(kind: str, shown: str) -> str | None:
    if kind == "url":
        return shown
    if kind == "mail":
        return f"mailto:{shown}"
    try:
        return tel_href(to_e164(shown))
    except ValueError:
        return None
