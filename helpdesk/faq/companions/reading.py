"""Everything of content/ that stands beside the articles, read at once, with its faults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpdesk.faq.companions.files import Held, hold
from helpdesk.faq.companions.storing import Kept
from helpdesk.faq.content.source import Fault
from helpdesk.faq.glossary.marking import Term, terms_of
from helpdesk.faq.glossary.source import NAME as GLOSSARY_FILE
from helpdesk.faq.glossary.source import Entry, check_glossary, read_glossary
from helpdesk.web.i18n import LANGUAGES

GLOSSARY = ("glossary", "glossaire")
"""Kind and slug of the one glossary."""


@dataclass(frozen=True)
class Companions:
    """The glossary, and what is wrong with what could not be read."""

    root: Path = Path()
    glossary: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    files: list[Held] = field(default_factory=list)

    def found(self, articles: frozenset[str]) -> Iterator[Fault]:
        """Yield every fault; `articles` are the slugs that may be led to."""
        yield from self.faults
        yield from check_glossary(self.root / GLOSSARY_FILE, self.glossary, articles)

    def terms(self) -> Mapping[str, tuple[Term, ...]]:
        """Return the terms that are marked in the texts of each language."""
        return {lang: terms_of(each.said(lang) for each in self.glossary) for lang in LANGUAGES}

    def kept(self) -> list[Kept]:
        """Return what the tables hold of all this."""
        glossary = [Kept(*GLOSSARY, [each.value() for each in self.glossary])] if self.glossary else []
        return [*glossary]


def read_companions(root: Path) -> Companions:
    """Read what stands beside the articles under `root`; none of it need be there."""
    glossary, faults = read_glossary(root)
    files = [hold(root, root / GLOSSARY_FILE)] if glossary else []
    return Companions(root, glossary, faults, files)
