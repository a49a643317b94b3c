"""content/activation/<slug>.yml: journeys, read strictly and checked whole."""

from collections.abc import Iterator
from pathlib import Path

from helpdesk.faq.companions.documents import located, read_documents
from helpdesk.faq.companions.parts import Problem
from helpdesk.faq.content.source import Fault
from helpdesk.faq.journeys.rules import Journey, problems_of

FOLDER = "activation"
MOST = 20


def read_journeys(root: Path) -> tuple[dict[str, Journey], list[Fault]]:
    """Return the journeys of a content folder by slug, and what is wrong with those that cannot be read."""
    return read_documents(root, FOLDER, Journey, at_most=MOST)


def check_journey(path: Path, journey: Journey, articles: frozenset[str]) -> Iterator[Fault]:
    """Yield what is wrong with a journey as a whole, and with what it leads to."""
    yield from located(path, [*problems_of(journey), *_dead_ends(journey, articles)])


def _dead_ends(journey: Journey, articles: frozenset[str]) -> Iterator[Problem]:
    for number, step in enumerate(journey.steps):
        if step.article and step.article not in articles:
            yield ("steps", number, "article"), f"{step.key}: the article {step.article} does not exist"
