"""From Markdown to clean HTML. Runs in the child process: see `Renderer`."""

import re
import unicodedata
from collections.abc import Mapping

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension

from helpdesk.core.typography import typo, typo_html
from helpdesk.web.markdown.events import EventDays
from helpdesk.web.markdown.furnish import CALLOUTS, Furnisher
from helpdesk.web.markdown.task import Rendered, Task

TAGS = (
    frozenset({"p", "br", "hr", "h2", "h3", "h4", "blockquote", "div"})
    | {"ul", "ol", "li", "dl", "dt", "dd"}
    | {"strong", "em", "del", "sup", "sub", "code", "pre", "kbd", "a", "img"}
    | {"table", "caption", "thead", "tbody", "tr", "th", "td"}
)
ATTRIBUTES: Mapping[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "h2": {"id"},
    "h3": {"id"},
}
CLASSES: Mapping[str, set[str]] = {
    "div": {"admonition", *CALLOUTS},
    "p": {"admonition-title", "event-day"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def render(task: Task) -> Rendered:
    """Render one text, clean it, then furnish it: anchors, callouts, steps, links, French spaces."""
    furnisher = Furnisher(task.lang, task.icons)
    html = furnisher.furnish(_clean(_markdown().convert(task.text)))
    toc = furnisher.headings
    if task.lang == "fr":
        html = typo_html(html)
    plain = typo(furnisher.plain) if task.lang == "fr" else furnisher.plain
    return Rendered(html, toc, plain)


def slugify(text: str, separator: str) -> str:
    """Return the anchor of a heading: lower-case ASCII words joined by `separator`."""
    folded = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("’", " ").replace("'", " "))
    ascii_only = folded.encode("ascii", "ignore").decode().lower()
    return separator.join(re.findall("[a-z0-9]+", ascii_only))[:80] or "section"


def _markdown() -> Markdown:
    # A new one for each text: an instance keeps footnotes, references and ids of the last.
    toc = TocExtension(slugify=slugify, toc_depth="2-3")
    plain = ["tables", "fenced_code", "def_list", "admonition", "sane_lists"]
    extensions: list[str | Extension] = [toc, *plain, EventDays()]
    return Markdown(extensions=extensions, output_format="html")


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        allowed_classes={tag: set(names) for tag, names in CLASSES.items()},
        url_schemes=set(SCHEMES),
        url_relative=_own_path,
        link_rel=None,
    )


def _own_path(address: str) -> str | None:
    """Keep a path from the root, a query or an anchor; `//host` and its kin lead elsewhere and are dropped."""
    return address if re.fullmatch(r"/(?:[^/\\\s][^\\\s]*)?|[#?][^\s]*", address) else None
