"""content/diagnosis/<slug>.yml: trees, read strictly and checked whole."""

from collections.abc import Iterator
from pathlib import Path

from helpdesk.faq.companions.documents import located, read_documents
from helpdesk.faq.companions.parts import Problem
from helpdesk.faq.content.inspecting import is_topic
from helpdesk.faq.content.source import Fault
from helpdesk.faq.diagnosis.rules import Tree, problems_of

FOLDER = "diagnosis"
MOST = 50


def read_trees(root: Path) -> tuple[dict[str, Tree], list[Fault]]:
    """Return the trees of a content folder by slug, and what is wrong with those that cannot be read."""
    return read_documents(root, FOLDER, Tree, at_most=MOST)


def check_tree(path: Path, tree: Tree, articles: frozenset[str]) -> Iterator[Fault]:
    """Yield what is wrong with a tree as a whole, and with what it leads to."""
    yield from located(path, [*problems_of(tree), *_dead_ends(tree, articles)])


def _dead_ends(tree: Tree, articles: frozenset[str]) -> Iterator[Problem]:
    for key, end in tree.ends.items():
        if end.article and end.article not in articles:
            yield ("ends", key, "article"), f"{key}: the article {end.article} does not exist"
        if end.dossier and not is_topic(end.dossier):
            yield ("ends", key, "dossier"), f"{key}: the subject {end.dossier} is unknown"
        if end.kind == "dossier" and not end.dossier:
            yield ("ends", key, "kind"), f"{key}: a dossier needs its subject"
