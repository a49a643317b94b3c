"""Files of a folder, each one thing in YAML, named by its key: read strictly, every fault with its line."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError

from helpdesk.faq.companions.parts import LONGEST_KEY, Part, Place, Problem, is_key
from helpdesk.faq.content.source import Fault, Lines, every_line, parse_yaml, read_text

P = TypeVar("P", bound=Part)


def read_documents(
    root: Path, folder: str, model: type[P], *, at_most: int
) -> tuple[dict[str, P], list[Fault]]:
    """Return what the files of a content folder hold, by key, and what is wrong with those that cannot be read."""
    found, faults = dict[str, P](), list[Fault]()
    for number, path in enumerate(sorted(root.glob(f"{folder}/*.yml")), start=1):
        read = (
            _read(path, model)
            if number <= at_most
            else [Fault(path, 1, f"{folder}/ holds {at_most} files at most")]
        )
        if isinstance(read, list):
            faults += read
        else:
            found[path.stem] = read
    return found, faults


def located(path: Path, problems: Iterable[Problem]) -> Iterator[Fault]:
    """Yield problems of a file that was read as faults on their lines."""
    text = read_text(path)
    lines = every_line(text) if isinstance(text, str) else {}
    for place, sentence in problems:
        yield Fault(path, _line(lines, place), sentence)


def _read(path: Path, model: type[P]) -> P | list[Fault]:
    if not is_key(path.stem):
        return [Fault(path, 1, f"the file is to be called like-this.yml, in {LONGEST_KEY} letters at most")]
    text = read_text(path)
    if isinstance(text, Fault):
        return [text]
    try:
        value, lines = parse_yaml(text), every_line(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return [Fault(path, (mark.line if mark else 0) + 1, f"this is not plain YAML: {error.problem}")]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return [Fault(path, 1, str(error).split("\n")[0])]
    try:
        return model.model_validate(value)
    except ValidationError as error:
        return [_fault(path, lines, tuple(each["loc"]), each["msg"]) for each in error.errors()]


def _fault(path: Path, lines: Lines, place: Place, message: str) -> Fault:
    return Fault(path, _line(lines, place), f"{'.'.join(map(str, place))}: {message}")


def _line(lines: Lines, place: Place) -> int:
    """Return where the place stands, or the nearest thing around it that is written at all."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)
