"""The tree of a mail: its parts, cut at their boundaries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpdesk.intake.reading.headers import Headers, split_headers
from helpdesk.intake.reading.limits import DEEPEST, MOST_PARTS
from helpdesk.intake.reading.transfer import decode
from helpdesk.intake.reading.words import parameters

GUESS = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=[Cc]ontent-[\w-]+:)", re.MULTILINE)
TYPE = re.compile(r"[\w.+!#$&^-]{1,100}/[\w.+!#$&^-]{1,100}")


@dataclass(slots=True)
class Part:
    """A part: its headers, what it declares, where its body lies, and the parts inside."""

    raw: bytes = field(repr=False)
    headers: Headers
    start: int
    end: int
    media_type: str
    type_parameters: dict[str, str]
    disposition: str
    file_name: str
    parts: list["Part"] = field(default_factory=list)

    @property
    def encoding(self) -> str:
        """The transfer encoding, in lower case."""
        return parameters(self.headers.first("content-transfer-encoding"))[0].strip("\"' ")

    @property
    def charset(self) -> str | None:
        """The declared charset."""
        return self.type_parameters.get("charset")

    @property
    def body(self) -> bytes:
        """The body as it stands on the wire."""
        return self.raw[self.start : self.end]

    @property
    def content(self) -> bytes:
        """The decoded body."""
        return decode(self.body, self.encoding, is_text=self.media_type.startswith("text/"))

    @property
    def main_type(self) -> str:
        """What stands before the slash."""
        return self.media_type.partition("/")[0]

    def walk(self) -> Iterator["Part"]:
        """Yield this part and all those below."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(slots=True)
class Budget:
    """How many more parts may be cut; `exceeded` once some were not."""

    left: int = MOST_PARTS
    exceeded: bool = False


def read_parts(raw: bytes) -> tuple[Part, Budget]:
    """Return the tree of a repaired mail, and whether it was cut short."""
    budget = Budget()
    return _part(raw, 0, len(raw), "text/plain", budget, depth=0), budget


def _part(raw: bytes, start: int, end: int, default: str, budget: Budget, *, depth: int) -> Part:
    headers, body = split_headers(raw, start, end)
    declared, values = parameters(headers.first("content-type"))
    disposition, more = parameters(headers.first("content-disposition"))
    name = more.get("filename") or values.get("name") or ""
    part = Part(raw, headers, body, end, _media_type(declared, default), values, disposition, name)
    if part.main_type == "multipart":
        _cut(part, budget, depth)
    return part


def _media_type(declared: str, default: str) -> str:
    if TYPE.fullmatch(declared):
        return declared
    word = declared.partition("/")[0].strip()
    return {"text": "text/plain", "html": "text/html", "multipart": "multipart/mixed"}.get(word, default)


def _cut(part: Part, budget: Budget, depth: int) -> None:
    """Find the parts inside; without any, the part is the text that it holds."""
    spans = _spans(part)
    if not spans:
        part.media_type = "text/html" if _looks_like_html(part.body) else "text/plain"
        return
    if depth >= DEEPEST:
        budget.exceeded = True
        part.media_type = "application/octet-stream"
        return
    default = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
    for start, end in spans:
        if budget.left <= 0:
            budget.exceeded = True
            return
        inner = _part(part.raw, start, end, default, budget, depth=depth + 1)
        # Only what has content counts: nests of multiparts are held by the depth.
        budget.left -= not inner.parts
        part.parts.append(inner)


def _spans(part: Part) -> list[tuple[int, int]]:
    declared = part.type_parameters.get("boundary", "").encode("utf-8", "surrogateescape")
    spans = _between(part, declared) if declared else []
    if spans:
        return spans
    # The boundary is missing or another: the first line that looks like one tells it.
    guess = GUESS.search(part.raw, part.start, part.end)
    return _between(part, guess[1]) if guess else []


def _between(part: Part, boundary: bytes) -> list[tuple[int, int]]:
    """Return where the parts lie: from below one boundary line to before the line end above the next."""
    raw, mark = part.raw, b"--" + boundary
    spans: list[tuple[int, int]] = []
    at, begun = part.start, -1
    while (found := raw.find(mark, at, part.end)) >= 0:
        at = found + len(mark)
        if found > part.start and raw[found - 1] not in b"\r\n":
            continue
        line_end = raw.find(b"\n", at, part.end)
        line_end = part.end if line_end < 0 else line_end + 1
        rest = raw[at : min(line_end, at + 200)].strip()
        if rest not in (b"", b"--"):
            continue
        if begun >= 0:
            spans.append((begun, _before_line_end(raw, begun, found)))
        begun = line_end if rest == b"" else -1
        at = line_end
    if begun >= 0:
        spans.append((begun, part.end))
    return [span for span in spans if span[1] > span[0]]


def _before_line_end(raw: bytes, start: int, at: int) -> int:
    if at - 1 >= start and raw[at - 1] == 0x0A:
        at -= 1
    if at - 1 >= start and raw[at - 1] == 0x0D:
        at -= 1
    return at


def _looks_like_html(body: bytes) -> bool:
    head = body[:2000].lower()
    return b"<html" in head or b"<!doctype html" in head or b"<body" in head
