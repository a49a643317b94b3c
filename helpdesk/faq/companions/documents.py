"""Files of a folder, each one thing in YAML, named by its key: read strictly, every fault with its line."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from helpdesk.faq.companions.parts import LONGEST_KEY, Part, Place, Problem, is_key
from helpdesk.faq.content.source import Fault, read_text
from helpdesk.faq.content.strict_yaml import UNREADABLE, Lines, every_line, in_words, parse_yaml, told

P = TypeVar("P", bound=Part)
T = TypeVar("T")


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
    value, faults = read_value(path, text, model.model_validate)
    return faults if value is None else value


def read_value(path: Path, text: str, make: Callable[[Any], T]) -> tuple[T | None, list[Fault]]:
    """Return what `make` makes of a whole YAML file, None with every fault of it on its line."""
    lines: Lines = {}
    try:
        lines = every_line(text)
        return make(parse_yaml(text)), []
    except ValidationError as error:
        return None, [
            Fault(path, _line(lines, tuple(each["loc"])), in_words(each, whole="this file"))
            for each in error.errors()
        ]
    except UNREADABLE as error:
        line, sentence = told(error, lines, whole="this")
        return None, [Fault(path, line, sentence)]


def _line(lines: Lines, place: Place) -> int:
    """Return where the place stands, or the nearest thing around it that is written at all."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)
