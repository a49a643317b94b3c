"""What exists besides one text: what its links, blocks and placeholders may name."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from helpdesk.faq.content.blocks import block_name
from helpdesk.faq.notices.citing import cited_by
from helpdesk.faq.notices.rules import Numbered


@dataclass(frozen=True)
class Known:
    """What exists besides the text that is looked at. `leads_somewhere` knows every other address of the site."""

    today: date
    slugs: frozenset[str]
    pages: frozenset[str]
    collections: frozenset[str]
    blocks: frozenset[str]
    reason_codes: frozenset[str]
    leads_somewhere: Callable[[str], bool]

    drafts: frozenset[str] = frozenset()
    """Articles that no reader sees yet."""
    files: frozenset[str] = frozenset()
    """Images and documents that texts may show, by name."""
    organisations: frozenset[str] | None = None
    """Codes of the organisations that articles may be kept for; None where nobody knows."""
    kept: frozenset[str] = frozenset()
    """Articles that are not for everybody."""
    notices: Mapping[str, Numbered] = field(default_factory=dict)
    """What the notices that texts may cite are called by."""
    is_for_readers: bool = False
    """Whether the text is to be shown to readers as it stands: a draft in a folder may still want something."""
    stages: frozenset[str] = frozenset()
    """Journeys, and the places in them."""
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What else has pages of its own: the names of guides, diagnoses, activations, by how their addresses begin."""

    def why_not(self, slug: str) -> str:
        """Say why no reader can be led to an article; empty where they can."""
        if slug in self.slugs:
            return ""
        return "is a draft, which no reader sees" if slug in self.drafts else "does not exist"

    def is_live(self, path: str) -> bool:
        """Tell whether a path leads to something."""
        kind, _, name = path.removeprefix("/").partition("/")
        if kind == "notes":
            return not name or name in self.notices
        named = {"faq": self.slugs | {""}, "pages": self.pages, "collections": self.collections}
        if kind == "fichiers":
            return name in self.files
        if kind in named:
            return name in named[kind]
        first = name.partition("/")[0]
        if first and kind in self.named and self.named[kind].isdisjoint({first, first.upper()}):
            return False
        return self.leads_somewhere(path)

    def is_named(self, name: str, facts: Collection[str]) -> bool:
        """Tell whether a placeholder stands for a block, a notice, or one of the `facts` of the installation."""
        block, notice = block_name(name), cited_by(name)
        if block is not None:
            return block in self.blocks
        return notice in self.notices if notice is not None else name in facts
