"""A copy of a mail's HTML that can be shown: nothing acts, nothing is fetched from elsewhere."""

import re
from collections.abc import Mapping

import nh3

from helpdesk.intake.reading.html.strange import is_strange

TAGS = frozenset({
    "a", "abbr", "b", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup",
    "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt",
    "u", "ul", "var",
})  # fmt: skip
GONE = frozenset({
    "script", "style", "head", "title", "template", "noscript", "iframe", "object", "embed", "svg", "math",
    "select", "textarea", "audio", "video", "canvas",
})  # fmt: skip
"""Elements whose content goes with them."""
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "*": frozenset({"dir", "lang"}),
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "td": frozenset({"colspan", "rowspan", "align", "valign"}),
    "th": frozenset({"colspan", "rowspan", "align", "valign"}),
    "ol": frozenset({"start", "type"}),
    "font": frozenset({"color"}),
}
SCHEMES = frozenset({"http", "https", "mailto", "tel", "cid", "attached"})
SOURCE = re.compile(r"\s*cid:\s*<?([^<>\s]{1,500}?)>?\s*", re.IGNORECASE)
LINK = re.compile(r"\s*(?:https?:|mailto:|tel:)", re.IGNORECASE)
IMAGE_WITHOUT_SOURCE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")


def clean_html(html: str, images: Mapping[str, int]) -> str | None:
    """Return HTML for display, or None when there is nothing to show, or it is too strange to be parsed.

    `images` gives the number among the attachments of each Content-ID. Remote images go: they tell the sender
    who reads, and when.
    """
    if is_strange(html):
        return None

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "src":
            found = SOURCE.fullmatch(value)
            number = images.get(found[1].lower()) if found else None
            return None if number is None else f"attached:{number}"
        if attribute == "href":
            return value if LINK.match(value) else None
        return value.replace("<", " ").replace(">", " ")

    cleaned = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(GONE),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=keep,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer nofollow",
    )
    shown = IMAGE_WITHOUT_SOURCE.sub("", cleaned).strip()
    return shown if re.sub(r"<(?!img)[^>]*>|&nbsp;|\s", "", shown) else None
