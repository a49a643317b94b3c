"""What is added to cleaned HTML: anchors, callouts, numbered steps, tables that scroll, links, plain words.

Everything is written anew, tag by tag, from the cleaned text: what is not known here cannot come out.
"""

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from helpdesk.web.markdown.days import day_html, day_of, said_day
from helpdesk.web.markdown.linking import link_bare
from helpdesk.web.markdown.paths import PATH, path_html, plain_path, steps_of
from helpdesk.web.markdown.task import Heading

Attributes = dict[str, str | None]

KEPT_ATTRIBUTES = ("href", "title", "id", "start", "colspan", "rowspan")
VOID = frozenset({"br", "hr"})
UNLINKED = frozenset({"a", "code", "pre", "h2", "h3", "h4"})
LINE_ENDS = frozenset({"p", "li", "h2", "h3", "h4", "tr", "dt", "dd", "pre", "caption"})
CELLS = frozenset({"td", "th"})

CALLOUTS = {
    "note": "info",
    "tip": "circle-check",
    "warning": "triangle-alert",
    "danger": "octagon-alert",
    "ready": "list",
    "do": "check",
    "dont": "x",
    "event": "calendar-clock",
}
"""Icon of each kind of callout."""
CALLOUT_TITLES = {
    "fr": {
        "Note": "À noter",
        "Tip": "Conseil",
        "Warning": "Attention",
        "Danger": "Important",
        "Ready": "Ayez sous la main",
        "Do": "À faire",
        "Dont": "À ne pas faire",
        "Event": "À vos agendas",
    },
    "en": {"Danger": "Important", "Ready": "Have ready", "Dont": "Don’t", "Event": "Save the date"},
}
"""The renderer’s own titles, where the editor wrote none."""

OWN_IMAGE = re.compile(r"/fichiers/[a-z0-9]+(?:-[a-z0-9]+)*\.(?:png|jpg|jpeg|webp)")

STEPS = '<ol class="steps">'


@dataclass
class _Open:
    """An element that is open, and what closes it."""

    tag: str
    closing: str
    is_steps: bool = False
    attributes: Attributes | None = None
    text_from: int = 0


class Furnisher(HTMLParser):
    """Rewrite one cleaned text; `headings` and `plain` are complete once `furnish` has returned."""

    def __init__(self, lang: str, icons: str) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[Heading] = []
        self._lang = lang
        self._icons = icons
        self._html: list[str] = []
        self._words: list[str] = []
        self._open: list[_Open] = []
        self._tables = 0

    @property
    def plain(self) -> str:
        """The words alone: one line for each paragraph, item or row."""
        lines = ("".join(self._words)).split("\n")
        return "\n".join(line for line in (" ".join(each.split()).strip(" ·") for each in lines) if line)

    def furnish(self, cleaned: str) -> str:
        """Return the finished HTML."""
        self.feed(cleaned)
        self.close()
        while self._open:
            self._html.append(self._open.pop().closing)
        return "".join(self._html).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write an opening tag, with what belongs around it."""
        attributes = dict(attrs)
        if tag == "img":
            self._html.append(_image(attributes))
            self._words.append(f" {attributes.get('alt') or ''} ")
            return
        if tag in VOID:
            self._html.append(f"<{tag}>")
            self._words.append("\n" if tag == "hr" else " ")
            return
        opening, closing = self._opening(tag, attributes)
        is_steps = opening == STEPS
        self._open.append(_Open(tag, closing, is_steps, attributes, len(self._words)))
        self._html.append(opening)

    def handle_endtag(self, tag: str) -> None:
        """Write the closing of an element, and end its line in the plain words."""
        if not any(each.tag == tag for each in self._open):
            return
        while self._open:
            last = self._open.pop()
            if last.tag in {"h2", "h3"}:
                self._end_heading(last)
            self._html.append(last.closing)
            if last.tag in LINE_ENDS:
                self._words.append("\n")
            elif last.tag in CELLS:
                self._words.append(" · ")
            if last.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        """Write text; bare addresses, mailboxes and telephone numbers become links."""
        day = day_of(data.strip()) if self._is_in("event-day") else None
        if day is not None:
            self._words.append(said_day(day, self._lang))
            self._html.append(day_html(day, self._lang))
        elif any(each.tag in UNLINKED for each in self._open):
            self._words.append(data.replace("\n", " "))
            self._html.append(escape(data, quote=False))
        else:
            self._text(self._own_title(data))

    def _text(self, data: str) -> None:
        at = 0
        for found in PATH.finditer(data):
            steps = steps_of(found["steps"])
            if steps:
                self._plain_text(data[at : found.start()])
                self._words.append(plain_path(steps))
                self._html.append(path_html(steps, self._lang))
                at = found.end()
        self._plain_text(data[at:])

    def _plain_text(self, data: str) -> None:
        self._words.append(data.replace("\n", " "))
        self._html.append(link_bare(data))

    def _is_in(self, name: str) -> bool:
        """Tell whether the innermost element has a class."""
        return bool(self._open) and (self._open[-1].attributes or {}).get("class") == name

    def _opening(self, tag: str, attributes: Attributes) -> tuple[str, str]:
        """Return what opens an element and what closes it."""
        if tag == "table":
            return f"{self._region()}<table>", "</table></div>"
        if tag in CELLS:
            return self._cell(tag, attributes)
        return (
            self._callout(tag, attributes)
            or self._step(tag, attributes)
            or (f"<{tag}{_written(attributes)}>", f"</{tag}>")
        )

    def _callout(self, tag: str, attributes: Attributes) -> tuple[str, str] | None:
        classes = (attributes.get("class") or "").split()
        if tag == "p" and "admonition-title" in classes:
            return "<p><strong>", "</strong></p>"
        if tag == "p" and "event-day" in classes:
            return '<p class="event-day">', "</p>"
        if tag != "div" or "admonition" not in classes:
            return None
        kind = next((each for each in classes if each in CALLOUTS), "note")
        use = f'<use href="{escape(self._icons)}#{CALLOUTS[kind]}"/>'
        icon = f'<svg class="icon" aria-hidden="true" focusable="false">{use}</svg>'
        return f'<div class="callout callout-{kind}" role="note">{icon}<div>', "</div></div>"

    def _step(self, tag: str, attributes: Attributes) -> tuple[str, str] | None:
        """Numbered steps are lists that stand alone in the text, not those inside another element."""
        if tag == "ol" and not self._open and "start" not in attributes:
            return STEPS, "</ol>"
        if tag == "li" and self._open and self._open[-1].is_steps:
            return "<li><div>", "</div></li>"
        return None

    def _region(self) -> str:
        """Open the frame in which a table scrolls: named after the last heading, since it takes the focus."""
        self._tables += 1
        after = self.headings[-1].title if self.headings else ""
        number = "" if self._tables == 1 else f" {self._tables}"
        word = "Tableau" if self._lang == "fr" else "Table"
        colon = "\u00a0: " if self._lang == "fr" else ": "
        name = f"{word}{number}{colon}{after}" if after else f"{word}{number}"
        return f'<div class="table-wrap" role="region" aria-label="{escape(name)}" tabindex="0">'

    def _cell(self, tag: str, attributes: Attributes) -> tuple[str, str]:
        in_head = any(each.tag == "thead" for each in self._open)
        if in_head and tag == "th":
            return f'<th scope="col"{_written(attributes)}>', "</th>"
        row = self._open[-1] if self._open and self._open[-1].tag == "tr" else None
        if row is not None and row.text_from >= 0:
            # The first cell of a row names it; the mark is spent.
            row.text_from = -1
            return f'<th scope="row"{_written(attributes)}>', "</th>"
        return f"<td{_written(attributes)}>", "</td>"

    def _end_heading(self, heading: _Open) -> None:
        identifier = (heading.attributes or {}).get("id") or ""
        title = " ".join("".join(self._words[heading.text_from :]).split())
        if not identifier:
            return
        self.headings.append(Heading(identifier, title, int(heading.tag[1])))
        label = (
            f"Lien vers la section «\u00a0{title}\u00a0»"
            if self._lang == "fr"
            else f"Link to the section “{title}”"
        )
        self._html.append(
            f'<a class="anchor" href="#{escape(identifier)}" aria-label="{escape(label)}">#</a>'
        )

    def _own_title(self, data: str) -> str:
        if not self._is_in("admonition-title"):
            return data
        return CALLOUT_TITLES.get(self._lang, {}).get(data, data)


def _image(attributes: Attributes) -> str:
    """Write an image of our own; any other would tell somebody who reads what."""
    source = attributes.get("src") or ""
    if not OWN_IMAGE.fullmatch(source):
        return ""
    words = escape(attributes.get("alt") or "")
    return f'<img src="{escape(source)}" alt="{words}" loading="lazy" decoding="async">'


def _written(attributes: Attributes) -> str:
    kept = ((name, attributes[name]) for name in KEPT_ATTRIBUTES if attributes.get(name))
    return "".join(f' {name}="{escape(value or "")}"' for name, value in kept)
