"""The two files of a measure, one JSON object a line: articles, and questions with the articles expected.

A line that cannot be used is refused with its place; nothing is measured on half a set.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpdesk.core.errors import Refused
from helpdesk.engines.search import Doc


@dataclass(frozen=True, slots=True)
class Question:
    """A question as people ask it; `expected` are the articles that answer it, any of them."""

    text: str
    expected: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Line:
    """One object of a file, and where it stands."""

    place: str
    values: Mapping[str, Any]

    def refuse(self, fault: str) -> Refused:
        return Refused(f"{self.place}: {fault}.")

    def text(self, name: str, *, needed: bool = False) -> str:
        value = self.values.get(name)
        if value is None and not needed:
            return ""
        if not isinstance(value, str):
            raise self.refuse(f"“{name}” must be text")
        return value

    def id(self, value: Any) -> str:
        # Numbers are as good as names; True is a number to Python only.
        if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
            raise self.refuse("an “id” must be text or a number")
        return str(value)

    def several(self, name: str) -> Sequence[Any]:
        value = self.values.get(name)
        if value is None:
            return ()
        if isinstance(value, str | int):
            return (value,)
        if not isinstance(value, list):
            raise self.refuse(f"“{name}” must be a list")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        values = self.several(name)
        if not all(isinstance(value, str) for value in values):
            raise self.refuse(f"“{name}” must be a list of texts")
        return tuple(values)


def read_docs(path: Path) -> list[Doc]:
    """Return the articles of a file; raise Refused for a line that is none, and for an id that comes twice."""
    places: dict[str, str] = {}
    docs = []
    for line in _lines(path):
        id = line.id(line.values.get("id"))
        if id in places:
            raise line.refuse(f"the id {id} was given in {places[id]} already")
        places[id] = line.place
        docs.append(
            Doc(
                id=id,
                title=line.text("title"),
                summary=line.text("summary"),
                aliases=line.texts("aliases"),
                keywords=line.texts("keywords"),
                body=line.text("body"),
                lang=line.text("lang") or "fr",
            )
        )
    return docs


def read_questions(path: Path) -> list[Question]:
    """Return the questions of a file, at least one; raise Refused for a line that is none."""
    questions = [
        Question(line.text("text", needed=True), frozenset(map(line.id, line.several("expected"))))
        for line in _lines(path)
    ]
    if not questions:
        raise Refused(f"{path}: there is no question in this file.")
    return questions


def _lines(path: Path) -> Iterator[_Line]:
    """Yield every line that is not blank; raise Refused for one that is not a JSON object in UTF-8."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _Line(f"{path}, line {number}", _object(line, f"{path}, line {number}"))
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error


def _object(line: bytes, place: str) -> Mapping[str, Any]:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused(f"{place}: this is not UTF-8.") from error
    except json.JSONDecodeError as error:
        raise Refused(f"{place}: this is not JSON ({error.msg} at sign {error.colno}).") from error
    except (RecursionError, ValueError) as error:
        raise Refused(f"{place}: this JSON is nested too deep or holds too long a number.") from error
    if not isinstance(value, dict):
        raise Refused(f"{place}: a line must be a JSON object.")
    return value
