"""Everything of content/ that stands beside the articles, read at once, with its faults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpdesk.faq.companions.files import Held, hold
from helpdesk.faq.companions.storing import Kept
from helpdesk.faq.content.links import paths_in
from helpdesk.faq.content.source import Fault, Source
from helpdesk.faq.diagnosis.rules import Tree
from helpdesk.faq.diagnosis.source import FOLDER as TREES
from helpdesk.faq.diagnosis.source import check_tree, read_trees
from helpdesk.faq.glossary.marking import Term, terms_of
from helpdesk.faq.glossary.source import NAME as GLOSSARY_FILE
from helpdesk.faq.glossary.source import Entry, check_glossary, read_glossary
from helpdesk.faq.guides.source import Guide, beside, check_guide, missing_translation, read_guides
from helpdesk.faq.journeys.rules import Journey
from helpdesk.faq.journeys.source import FOLDER as JOURNEYS
from helpdesk.faq.journeys.source import check_journey, read_journeys
from helpdesk.web.i18n import LANGUAGES

GLOSSARY = ("glossary", "glossaire")
"""Kind and slug of the one glossary."""
TREE = "tree"
GUIDE = "guide"
JOURNEY = "journey"
PAGES: Mapping[str, str] = {"guides": GUIDE, "diagnostic": TREE, "activation": JOURNEY}
"""How the addresses begin of what has pages of its own."""


@dataclass(frozen=True)
class Companions:
    """The glossary, and what is wrong with what could not be read."""

    root: Path = Path()
    glossary: list[Entry] = field(default_factory=list)
    trees: dict[str, Tree] = field(default_factory=dict)
    guides: list[Guide] = field(default_factory=list)
    journeys: dict[str, Journey] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    files: list[Held] = field(default_factory=list)

    def found(self, articles: frozenset[str], taken: frozenset[str]) -> Iterator[Fault]:
        """Yield every fault; `articles` are the slugs that may be led to, `taken` those of all texts."""
        yield from self.faults
        yield from check_glossary(self.root / GLOSSARY_FILE, self.glossary, articles)
        for slug, tree in self.trees.items():
            path = self.root / TREES / f"{slug}.yml"
            yield from check_tree(path, tree, articles)
            if tree.journey and tree.journey not in self.journeys:
                yield Fault(path, 1, f"the journey {tree.journey} does not exist")
        for slug, journey in self.journeys.items():
            yield from check_journey(self.root / JOURNEYS / f"{slug}.yml", journey, articles)
        for guide in self.guides:
            yield from check_guide(guide, taken)

    def advice(self) -> list[Fault]:
        """Return what an editor should look at though every file is sound by itself."""
        return [fault for guide in self.guides for fault in missing_translation(guide)]

    def guide_sources(self) -> list[Source]:
        """Return the texts of guides: they are rendered, stored and searched like articles."""
        return [source for guide in self.guides for source in guide.sources()]

    def names(self) -> dict[str, frozenset[str]]:
        """Return the names of what has pages of its own, by how their addresses begin."""
        guides = frozenset(each.slug for each in self.guides)
        found = {GUIDE: guides, TREE: frozenset(self.trees), JOURNEY: frozenset(self.journeys)}
        return {begins: found[kind] for begins, kind in PAGES.items()}

    def articles(self) -> set[str]:
        """Return the articles that are led to from here, by diagnoses, activations, the glossary and guides."""
        ends = (end.article for tree in self.trees.values() for end in tree.ends.values())
        steps = (step.article for journey in self.journeys.values() for step in journey.steps)
        terms = (entry.article for entry in self.glossary)
        paths = (path for source in self.guide_sources() for path in paths_in(source.body))
        guides = (path.removeprefix("/faq/") for path in paths)
        return {slug for slug in (*ends, *steps, *terms, *guides) if slug}

    def terms(self) -> Mapping[str, tuple[Term, ...]]:
        """Return the terms that are marked in the texts of each language."""
        return {lang: terms_of(each.said(lang) for each in self.glossary) for lang in LANGUAGES}

    def kept(self) -> list[Kept]:
        """Return what the tables hold of all this."""
        glossary = [Kept(*GLOSSARY, [each.value() for each in self.glossary])] if self.glossary else []
        trees = [Kept(TREE, slug, tree.model_dump()) for slug, tree in self.trees.items()]
        guides = [Kept(GUIDE, each.slug, each.value()) for each in self.guides]
        journeys = [Kept(JOURNEY, slug, each.model_dump(mode="json")) for slug, each in self.journeys.items()]
        return [*glossary, *trees, *guides, *journeys]


def read_companions(root: Path) -> Companions:
    """Read what stands beside the articles under `root`; none of it need be there."""
    glossary, faults = read_glossary(root)
    trees, broken = read_trees(root)
    paths = [root / GLOSSARY_FILE] if glossary else []
    paths += [root / TREES / f"{slug}.yml" for slug in trees]
    journeys, unclear = read_journeys(root)
    paths += [root / JOURNEYS / f"{slug}.yml" for slug in journeys]
    guides, unusable = read_guides(root)
    files = [hold(root, path) for path in paths]
    files += [held for guide in guides for held in (*guide.files, *beside(root, guide))]
    found = [*faults, *broken, *unusable, *unclear]
    return Companions(root, glossary, trees, guides, journeys, found, files)
