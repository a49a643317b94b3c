"""What of a mail is its text, and what are its files."""

import re
from dataclasses import dataclass, field
from html import escape

from helpdesk.intake.reading.charsets import clean_text, codec_of
from helpdesk.intake.reading.files import NESTED, attached, embedded
from helpdesk.intake.reading.flowed import unflow
from helpdesk.intake.reading.html import Words, clean_html, read_html
from helpdesk.intake.reading.limits import LARGEST_FILES, LARGEST_TEXT
from helpdesk.intake.reading.mail import Attached
from helpdesk.intake.reading.parts import Part
from helpdesk.intake.reading.transfer import find_uuencoded

PLAIN = frozenset({"text/plain", "text/enriched", "text/richtext", "text/markdown", "text/x-markdown"})
META_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
MARKUP = re.compile(r"<<|</?[a-zA-Z-]{1,20}>")
STUB = 40
"""Words that an HTML text must have before a much shorter plain text counts as a mere notice."""


@dataclass(slots=True)
class Segment:
    """A piece of the text: plain, or HTML."""

    plain: str | None
    html: str | None


@dataclass(slots=True)
class Body:
    """What the parts of a mail add up to."""

    segments: list[Segment] = field(default_factory=list)
    files: list[Attached] = field(default_factory=list)
    size: int = 0
    refused: bool = False
    cut: bool = False

    def words(self) -> Words:
        """Return the text; hints only where one HTML text is all there is."""
        if len(self.segments) == 1 and self.segments[0].plain is None:
            return read_html(self.segments[0].html or "")
        texts = [
            each.plain if each.plain is not None else read_html(each.html or "").text
            for each in self.segments
        ]
        filled = [text for text in texts if text.strip()]
        return Words(
            "\n".join(text if text.endswith("\n") else f"{text}\n" for text in filled)
            if len(filled) > 1
            else "".join(filled)
        )

    def display(self) -> str | None:
        """Return the cleaned HTML of the text, when some of it was HTML."""
        if not any(each.html for each in self.segments):
            return None
        images = {
            each.content_id.lower(): number for number, each in enumerate(self.files) if each.content_id
        }
        pieces = [
            clean_html(each.html, images) if each.html else _as_html(each.plain or "")
            for each in self.segments
        ]
        return None if None in pieces and len(pieces) == 1 else "\n<hr>\n".join(filter(None, pieces)) or None


def read_body(root: Part) -> Body:
    """Sort the parts of a mail into its text and its files."""
    body = Body()
    _add(root, body, inline=False)
    return body


def _add(part: Part, body: Body, *, inline: bool) -> None:
    if part.media_type == "multipart/alternative" and part.parts:
        _add_alternative(part, body)
    elif part.media_type == "multipart/related" and part.parts:
        _add_related(part, body)
    elif part.parts:
        for each in part.parts:
            _add(each, body, inline=False)
    elif part.main_type == "multipart":
        return
    elif _is_text(part, body):
        _add_text(part, body)
    else:
        _add_file(part, body, inline=inline)


def _is_text(part: Part, body: Body) -> bool:
    if part.media_type not in PLAIN and part.media_type != "text/html":
        return (
            part.main_type == "text" and not part.file_name and not part.disposition and _is_unheard_of(part)
        )
    if part.disposition == "attachment":
        return not part.file_name and not body.segments and not body.files
    return not part.file_name or (not part.disposition and not body.segments and not body.files)


def _is_unheard_of(part: Part) -> bool:
    known = (
        "calendar",
        "csv",
        "vcard",
        "x-vcard",
        "directory",
        "rtf",
        "xml",
        "rfc822-headers",
        "css",
        "javascript",
    )
    return part.media_type.partition("/")[2] not in known


def _add_text(part: Part, body: Body) -> None:
    content = part.content
    if len(content) > LARGEST_TEXT:
        content, body.cut = content[:LARGEST_TEXT], True
    if part.media_type == "text/html":
        charset = part.charset if codec_of(part.charset) else _charset_of_html(content)
        body.segments.append(Segment(None, clean_text(content, charset)))
        return
    for start, end, name, file in reversed(find_uuencoded(content)):
        _keep(embedded(name, file, len(body.files) + 1), body)
        content = content[:start] + content[end:]
    text = clean_text(content, part.charset)
    if part.type_parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delsp=part.type_parameters.get("delsp", "").lower() == "yes")
    elif part.media_type in {"text/enriched", "text/richtext"}:
        text = MARKUP.sub(lambda found: "<" if found[0] == "<<" else "", text)
    if not part.headers.fields and _begins_html(text):
        body.segments.append(Segment(None, text))
    else:
        body.segments.append(Segment(text, None))


def _begins_html(text: str) -> bool:
    return text[:500].lstrip().lower().startswith(("<html", "<!doctype html"))


def _charset_of_html(content: bytes) -> str | None:
    found = META_CHARSET.search(content, 0, 4096)
    return found[1].decode("ascii", "replace") if found else None


def _add_file(part: Part, body: Body, *, inline: bool) -> None:
    nested = part.media_type in NESTED
    _keep(attached(part, len(body.files) + 1, inline=inline and not nested), body)


def _keep(file: Attached, body: Body) -> None:
    body.size += file.size
    if body.size > LARGEST_FILES:
        body.refused = True
        body.size -= file.size
    else:
        body.files.append(file)


def _add_related(part: Part, body: Body) -> None:
    """The root is the text; the others are its images."""
    start = part.type_parameters.get("start", "").strip("<> ")
    root = part.parts[0]
    for each in part.parts if start else ():
        if start == (each.headers.first("content-id") or b"").decode("ascii", "replace").strip("<> "):
            root = each
    _add(root, body, inline=False)
    for each in part.parts:
        if each is not root:
            _add(each, body, inline=True)


def _add_alternative(part: Part, body: Body) -> None:
    """One text in several forms: the plain one to read, the HTML one to show; files inside are kept."""
    plain: str | None = None
    html: str | None = None
    for each in part.parts:
        inner = Body(size=body.size)
        _add(each, inner, inline=False)
        for segment in inner.segments:
            if segment.plain is not None and (plain is None or not plain.strip()):
                plain = segment.plain
            html = segment.html if segment.html and segment.html.strip() else html
        if each.media_type not in {"text/x-amp-html", "text/watch-html"}:
            body.files += inner.files
        body.size, body.cut, body.refused = inner.size, body.cut or inner.cut, body.refused or inner.refused
    if html is not None and plain is not None and _is_stub(plain, html):
        plain = None
    if plain is not None or html is not None:
        body.segments.append(Segment(plain, html))


def _is_stub(plain: str, html: str) -> bool:
    """Tell whether the plain form only says that there is another one."""
    words = len(plain.split())
    if not words:
        return True
    if words * 4 > len(html.split()):
        return False
    written = len(read_html(html).text.split())
    return written >= STUB and written > 4 * words


def _as_html(text: str) -> str:
    return f"<p>{escape(text.strip(), quote=False)}</p>".replace("\n", "<br>") if text.strip() else ""
