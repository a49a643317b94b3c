"""content/activation/<slug>.yml: journeys, read strictly and checked whole."""

from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import ValidationError

from helpdesk.faq.companions.parts import is_key
from helpdesk.faq.content.source import Fault, Lines, every_line, parse_yaml, read_text
from helpdesk.faq.journeys.rules import Journey, problems_of

FOLDER = "activation"
MOST = 20


def read_journeys(root: Path) -> tuple[dict[str, Journey], list[Fault]]:
    """Return the journeys of a content folder by slug, and what is wrong with those that cannot be read."""
    journeys, faults = dict[str, Journey](), list[Fault]()
    for path in sorted(root.glob(f"{FOLDER}/*.yml"))[:MOST]:
        if not is_key(path.stem):
            faults.append(Fault(path, 1, "a journey’s file is called like-this.yml, in 40 letters at most"))
            continue
        read = read_journey(path)
        if isinstance(read, Journey):
            journeys[path.stem] = read
        else:
            faults += read
    return journeys, faults


def read_journey(path: Path) -> Journey | list[Fault]:
    """Read one journey."""
    text = read_text(path)
    if isinstance(text, Fault):
        return [text]
    try:
        value = parse_yaml(text)
        lines = every_line(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return [Fault(path, (mark.line if mark else 0) + 1, f"this is not plain YAML: {error.problem}")]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return [Fault(path, 1, str(error).split("\n")[0])]
    try:
        return Journey.model_validate(value)
    except ValidationError as error:
        return [_fault(path, lines, tuple(each["loc"]), each["msg"]) for each in error.errors()]


def check_journey(path: Path, journey: Journey, articles: frozenset[str]) -> Iterator[Fault]:
    """Yield what is wrong with a journey as a whole, and with what it leads to."""
    text = read_text(path)
    lines = every_line(text) if isinstance(text, str) else {}
    for place, sentence in problems_of(journey):
        yield Fault(path, _line(lines, place), sentence)
    for number, step in enumerate(journey.steps):
        if step.article and step.article not in articles:
            line = _line(lines, ("steps", number, "article"))
            yield Fault(path, line, f"{step.key}: the article {step.article} does not exist")


def _fault(path: Path, lines: Lines, place: tuple[str | int, ...], message: str) -> Fault:
    return Fault(path, _line(lines, place), f"{'.'.join(map(str, place))}: {message}")


def _line(lines: Lines, place: tuple[str | int, ...]) -> int:
    """Return where the place stands, or the nearest thing around it that is written at all."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)
