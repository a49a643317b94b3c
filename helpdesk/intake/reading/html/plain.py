"""The words of a mail's HTML, line by line, and the lines at which clients mark the mail that is answered.

nh3 (html5ever) parses, what stands in its clean output is laid out here: inscriptis would bring lxml and requests
along, loses all words of deeply nested mails, and does not say where a quotation begins.
"""

import re
from dataclasses import dataclass, field
from html import unescape

import nh3

from helpdesk.intake.reading.html.clean import GONE, TAGS
from helpdesk.intake.reading.html.strange import is_strange
from helpdesk.intake.reading.html.strip import strip_tags
from helpdesk.intake.reading.trim.scan import Hint

TOKEN = re.compile(r"<(/?)([a-zA-Z][^\s<>/]*)([^<>]*)>|([^<]+)|<")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
BLANKS = re.compile(r"[ \t\n\r\f]+")

LINE = frozenset({
    "div", "tr", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl",
    "blockquote", "pre", "center", "figure", "figcaption", "caption", "p", "hr",
})  # fmt: skip
PARAGRAPH = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "dl", "pre",
})  # fmt: skip

QUOTES = frozenset({"gmail_quote", "protonmail_quote", "tutanota_quote", "zimbra_quote"})
ATTRIBUTIONS = frozenset({"gmail_attr", "moz-cite-prefix"})
CONTAINERS = frozenset({"yahoo_quoted", "olk_src_body_section"})
"""Elements that hold the mail that is answered."""
ORIGINALS = frozenset({"gmail_extra_original", "ms-outlook-mobile-reference-message"})
ORIGINAL_IDS = frozenset({"divrplyfwdmsg", "appendonsend", "zwchr"})
"""Elements below which the mail that is answered stands."""
OUTLOOK_RULE = re.compile(
    r"border:\s*none;\s*border-top:\s*solid\s+#?(?:e1e1e1|b5c4df|e5e5e5)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Words:
    """Text with LF line ends, and what the HTML says of lines, by their offset."""

    text: str
    hints: dict[int, Hint] = field(default_factory=dict)


def read_html(html: str) -> Words:
    """Return the words of `html`; whatever parsers make of it, no word is lost."""
    if is_strange(html):
        return Words(strip_tags(html))
    cleaned = nh3.clean(
        html,
        tags=set(TAGS) | {"body", "html"},
        clean_content_tags=set(GONE) - {"textarea", "select"},
        attributes={"*": {"class", "id", "style", "type"}, "a": {"href"}, "ol": {"start"}},
        attribute_filter=lambda tag, name, value: value.replace("<", " ").replace(">", " "),
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    writer = _Writer()
    text = writer.write(cleaned)
    if text.strip():
        return Words(text, writer.hints)
    return Words(strip_tags(html))


class _Writer:
    """Write text from tags and words, one after the other."""

    def __init__(self) -> None:
        self.hints: dict[int, Hint] = {}
        self._out: list[str] = []
        self._length = 0
        self._breaks = 0
        self._space = False
        self._waiting: Hint | None = None
        self._past: int | None = None
        self._quotes = 0
        self._pre = 0
        self._open: list[tuple[str, str]] = []
        self._lists: list[int | None] = []
        self._link: tuple[str, int] | None = None

    def write(self, html: str) -> str:
        """Return the words of `html`."""
        for found in TOKEN.finditer(html):
            closing, tag, attributes, words = found.groups()
            if words is not None:
                self._words(unescape(words))
            elif tag is None:
                self._words("<")
            elif closing:
                self._end(tag.lower())
            else:
                self._begin(tag.lower(), attributes)
        return "".join(self._out).strip("\n") + "\n" if self._length else ""

    def _words(self, words: str) -> None:
        if self._pre:
            for number, line in enumerate(words.split("\n")):
                if number:
                    self._break(1, add=True)
                if line.strip():
                    self._emit(line)
            return
        text = BLANKS.sub(" ", words)
        if not text.strip(" "):
            self._space = self._space or bool(text)
            return
        self._space = self._space or text.startswith(" ")
        self._emit(text.strip(" "))
        self._space = text.endswith(" ")

    def _emit(self, text: str) -> None:
        if self._past is not None:
            # The author goes on below the quoted mail.
            self.hints.pop(self._past, None)
            self._past = None
        if self._breaks or not self._length:
            self._new_lines()
        elif self._space:
            self._put(" ")
        self._space = False
        # A no-break space alone is how editors write an empty line.
        self._put(text if text.strip("\u00a0") else "")

    def _new_lines(self) -> None:
        prefix = "> " * min(self._quotes, 8)
        if self._length:
            self._put("\n" + (prefix.rstrip() + "\n") * (min(self._breaks, 3) - 1))
        if self._waiting:
            self.hints[self._length] = self._waiting
            self._waiting = None
        self._put(prefix)
        self._breaks = 0

    def _put(self, text: str) -> None:
        self._out.append(text)
        self._length += len(text)

    def _break(self, count: int, *, add: bool = False) -> None:
        """Ask for line breaks before the next words: at least `count`, or as many more."""
        if self._space and not self._breaks and self._is_signature_line():
            # The line above a signature ends with a blank, which tells it from other hyphens.
            self._put(" ")
        self._breaks = min(3, self._breaks + count) if add else max(self._breaks, count)
        self._space = False

    def _is_signature_line(self) -> bool:
        return "".join(self._out[-3:]).rpartition("\n")[2].lstrip("> ") == "--"

    def _begin(self, tag: str, attributes: str) -> None:
        if tag == "br":
            self._break(1, add=True)
            return
        values = dict(ATTRIBUTE.findall(attributes)) if attributes else {}
        self._block(tag, values)
        self._inside(tag, values)
        self._mark(tag, values)

    def _inside(self, tag: str, values: dict[str, str]) -> None:
        """Prepare for what this element is to hold."""
        if tag in {"td", "th"}:
            self._space = True
        elif tag == "li":
            self._item()
        elif tag in {"ul", "ol"}:
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "pre":
            self._pre += 1
        elif tag == "a" and values.get("href"):
            self._link = (unescape(values["href"]), len(self._out))

    def _block(self, tag: str, values: dict[str, str]) -> None:
        if tag in LINE:
            # Outlook writes every line as a paragraph of this class, without space between them.
            tight = "MsoNormal" in values.get("class", "") or "margin:0" in values.get("style", "").replace(
                " ", ""
            )
            self._break(2 if tag in PARAGRAPH and not tight and not self._lists else 1)

    def _item(self) -> None:
        number = self._lists[-1] if self._lists else None
        self._emit("-" if number is None else f"{number}.")
        self._space = True
        if number is not None:
            self._lists[-1] = number + 1

    def _mark(self, tag: str, values: dict[str, str]) -> None:
        """Note what a client's mark says of the lines that follow."""
        hint = _hint(values)
        closes = "original" if hint == Hint.QUOTED else ""
        if tag == "blockquote" and _is_quote(values):
            self._quotes += 1
            closes = "quote"
            self._break(1)
        if hint and (self._waiting is None or hint != Hint.ATTRIBUTION):
            self._break(1)
            self._waiting = hint
        if tag not in {"hr", "img", "col"}:
            self._open.append((tag, closes))

    def _end(self, tag: str) -> None:
        if tag == "pre":
            self._pre = max(0, self._pre - 1)
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag == "a":
            self._end_link()
        if tag in LINE:
            self._break(2 if tag in PARAGRAPH and tag not in {"p", "pre"} and not self._lists else 1)
        while self._open:
            opened, closes = self._open.pop()
            self._quotes -= closes == "quote"
            if closes == "original" and self._waiting is None and self.hints:
                self._past = max(self.hints)
            if opened == tag:
                return

    def _end_link(self) -> None:
        if self._link is None:
            return
        address, begun = self._link
        self._link = None
        shown = "".join(self._out[begun:]).strip()
        bare = address.partition(":")[2].strip("/") if address.startswith(("http", "mailto:")) else ""
        is_other = bare.lower() not in shown.lower() and shown.strip("/").lower() not in bare.lower()
        if shown and bare and is_other:
            self._space = True
            self._emit(f"<{address.removeprefix('mailto:')}>")


def _hint(values: dict[str, str]) -> Hint | None:
    if not values:
        return None
    classes = set(values.get("class", "").lower().split())
    identity = values.get("id", "").lower().removeprefix("x_")
    if classes & CONTAINERS or identity == "olk_src_body_section" or identity.startswith("yahoo_quoted"):
        return Hint.QUOTED
    if classes & ORIGINALS or identity in ORIGINAL_IDS or OUTLOOK_RULE.search(values.get("style", "")):
        return Hint.ORIGINAL
    return Hint.ATTRIBUTION if classes & ATTRIBUTIONS or identity == "reply-intro" else None


def _is_quote(values: dict[str, str]) -> bool:
    classes = set(values.get("class", "").lower().split())
    return (
        values.get("type", "").lower() == "cite"
        or bool(classes & QUOTES)
        or "border-left" in values.get("style", "")
    )
