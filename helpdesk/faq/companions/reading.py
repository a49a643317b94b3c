"""Everything of content/ that stands beside the articles, read at once, with its faults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpdesk.faq.companions.files import Held, hold
from helpdesk.faq.companions.storing import Kept
from helpdesk.faq.content.source import Fault
from helpdesk.faq.diagnosis.rules import Tree
from helpdesk.faq.diagnosis.source import FOLDER as TREES
from helpdesk.faq.diagnosis.source import check_tree, read_trees
from helpdesk.faq.glossary.marking import Term, terms_of
from helpdesk.faq.glossary.source import NAME as GLOSSARY_FILE
from helpdesk.faq.glossary.source import Entry, check_glossary, read_glossary
from helpdesk.web.i18n import LANGUAGES

GLOSSARY = ("glossary", "glossaire")
"""Kind and slug of the one glossary."""
TREE = "tree"


@dataclass(frozen=True)
class Companions:
    """The glossary, and what is wrong with what could not be read."""

    root: Path = Path()
    glossary: list[Entry] = field(default_factory=list)
    trees: dict[str, Tree] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    files: list[Held] = field(default_factory=list)

    def found(self, articles: frozenset[str]) -> Iterator[Fault]:
        """Yield every fault; `articles` are the slugs that may be led to."""
        yield from self.faults
        yield from check_glossary(self.root / GLOSSARY_FILE, self.glossary, articles)
        for slug, tree in self.trees.items():
            yield from check_tree(self.root / TREES / f"{slug}.yml", tree, articles)

    def terms(self) -> Mapping[str, tuple[Term, ...]]:
        """Return the terms that are marked in the texts of each language."""
        return {lang: terms_of(each.said(lang) for each in self.glossary) for lang in LANGUAGES}

    def kept(self) -> list[Kept]:
        """Return what the tables hold of all this."""
        glossary = [Kept(*GLOSSARY, [each.value() for each in self.glossary])] if self.glossary else []
        trees = [Kept(TREE, slug, tree.model_dump()) for slug, tree in self.trees.items()]
        return [*glossary, *trees]


def read_companions(root: Path) -> Companions:
    """Read what stands beside the articles under `root`; none of it need be there."""
    glossary, faults = read_glossary(root)
    trees, broken = read_trees(root)
    paths = [root / GLOSSARY_FILE] if glossary else []
    paths += [root / TREES / f"{slug}.yml" for slug in trees]
    return Companions(root, glossary, trees, [*faults, *broken], [hold(root, path) for path in paths])
