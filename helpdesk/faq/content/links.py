"""The links of a Markdown text, however they are written: in line, by reference, as HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = r"(?P<words>(?:[^\[\]]|\[[^\[\]]{0,300}\]){0,400})"
"""What stands between brackets, an image with its own brackets included."""

TARGET = re.compile(r"\]\(\s*<?(?P<target>[^)\s>]*)")
DEFINITION = re.compile(r"^[ \t]*\[(?P<name>[^\[\]\n]{1,200})\]:[ \t]*\n?[ \t]*<?(?P<target>[^\s>]+)", re.MULTILINE)
HTML = re.compile(r"<(?:a|img)\b[^<>]{0,500}?\b(?:href|src)\s*=\s*[\"']?(?P<target>[^\"'\s<>]*)", re.IGNORECASE)
SAID = re.compile(rf"(?<!!)\[{_WORDS}\](?P<next>\(|\s?\[(?P<name>[^\[\]\n]{{0,200}})\])?")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True)
class Target:
    """Where a link of a text leads, and where in the text that stands."""

    address: str
    at: int

    @property
    def path(self) -> str:
        """The path on this site that it leads to, without query and anchor; empty for any other link."""
        return re.split("[?#]", self.address, maxsplit=1)[0] if self.address.startswith("/") else ""

    @property
    def is_relative(self) -> bool:
        """Tell whether it depends on the page it stands on; the renderer drops such an address."""
        # A placeholder stands for a whole address.
        return not (self.address.startswith(("/", "#", "?", "{{")) or SCHEME.match(self.address))


def targets_in(text: str) -> Iterator[Target]:
    """Yield where each link and image of a text leads, in their order."""
    found = (each for pattern in (TARGET, DEFINITION, HTML) for each in pattern.finditer(text))
    for each in sorted(found, key=lambda one: one.start()):
        yield Target(each["target"], each.start())


def paths_in(text: str) -> set[str]:
    """Return the paths on this site that a text leads to."""
    return {each.path for each in targets_in(text)} - {""}


def words_in(text: str) -> Iterator[tuple[str, int]]:
    """Yield the words of each link, with the place where it stands."""
    names = {_name(each["name"]) for each in DEFINITION.finditer(text)}
    for found in SAID.finditer(text):
        name = found["name"] or found["words"]
        is_definition = text[found.end() : found.end() + 1] == ":" and not found["next"]
        if found["next"] == "(" or (_name(name) in names and not is_definition):
            yield found["words"], found.start()


def _name(text: str) -> str:
    return " ".join(text.lower().split())
