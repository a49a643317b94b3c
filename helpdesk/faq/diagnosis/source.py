"""content/diagnosis/<slug>.yml: trees, read strictly and checked whole."""

from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import ValidationError

from helpdesk.faq.content.inspecting import is_topic
from helpdesk.faq.content.source import Fault, parse_yaml, read_text
from helpdesk.faq.diagnosis.rules import Tree, faults_of

FOLDER = "diagnosis"
MOST = 50


def read_trees(root: Path) -> tuple[dict[str, Tree], list[Fault]]:
    """Return the trees of a content folder by slug, and what is wrong with those that cannot be read."""
    trees, faults = dict[str, Tree](), list[Fault]()
    for path in sorted(root.glob(f"{FOLDER}/*.yml"))[:MOST]:
        read = read_tree(path)
        if isinstance(read, Tree):
            trees[path.stem] = read
        else:
            faults += read
    return trees, faults


def read_tree(path: Path) -> Tree | list[Fault]:
    """Read one tree."""
    text = read_text(path)
    if isinstance(text, Fault):
        return [text]
    try:
        return Tree.model_validate(parse_yaml(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return [Fault(path, (mark.line if mark else 0) + 1, f"this is not plain YAML: {error.problem}")]
    except ValidationError as error:
        return [Fault(path, 1, f"{'.'.join(map(str, e['loc']))}: {e['msg']}") for e in error.errors()]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return [Fault(path, 1, str(error).split("\n")[0])]


def check_tree(path: Path, tree: Tree, articles: frozenset[str]) -> Iterator[Fault]:
    """Yield what is wrong with a tree as a whole, and with what it leads to."""
    for sentence in faults_of(tree):
        yield Fault(path, 1, sentence)
    for key, end in tree.ends.items():
        if end.article and end.article not in articles:
            yield Fault(path, 1, f"{key}: the article {end.article} does not exist")
        if end.dossier and not is_topic(end.dossier):
            yield Fault(path, 1, f"{key}: the subject {end.dossier} is unknown")
        if end.kind == "dossier" and not end.dossier:
            yield Fault(path, 1, f"{key}: a dossier needs its subject")
