"""What goes to the child process and what comes back. Light: the web server imports this, not the renderer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

VERSION = "4"
"""Changes whenever the same Markdown gives other HTML: everything is then rendered anew."""


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 or 3 and its anchor."""

    id: str
    title: str
    level: int


@dataclass(frozen=True)
class Task:
    """One text to render."""

    text: str
    lang: str
    icons: str


@dataclass(frozen=True)
class Rendered:
    """A rendered text: clean HTML, its headings in order, and its words alone, for the search index."""

    html: str
    toc: list[Heading]
    plain: str


def rendered_from(values: Mapping[str, Any]) -> Rendered:
    """Rebuild what came through the pipe."""
    return Rendered(values["html"], [Heading(**each) for each in values["toc"]], values["plain"])
