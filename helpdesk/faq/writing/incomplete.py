"""A text whose front matter is not sound yet, understood as far as it goes: its words can be checked all the same."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from helpdesk.faq.content.lines import as_lines
from helpdesk.faq.content.source import FRONT_MATTER, MODELS, UNSEEN, ArticleMatter, Source
from helpdesk.faq.content.strict_yaml import UNREADABLE, Lines, plain_yaml


def understand_half(
    path: Path, text: str, *, today: date, collection: str
) -> tuple[Source, frozenset[str]] | None:
    """Return a text with harmless values for the keys that are missing or wrong, and those keys.

    None where there is no front matter at all, or nobody could read the text.
    """
    plain = as_lines(text)
    front = FRONT_MATTER.match(plain)
    if front is None or UNSEEN.search(plain):
        return None
    lines: Lines = {}
    values = _values(front[1], lines)
    model = MODELS.get(path.parent.name, ArticleMatter)
    wrong = _wrong_keys(model, values)
    harmless = _harmless(path, today, collection)
    sound = {key: value for key, value in values.items() if key not in wrong}
    sound |= {key: harmless[key] for key in wrong if key in harmless and key in model.model_fields}
    try:
        matter = model.model_validate(sound)
    except ValidationError:
        return None
    end = front.end()
    return Source(path, text, matter, plain[end:], plain[:end].count("\n") + 1, lines), wrong


def _values(front: str, lines: Lines) -> Mapping[str, Any]:
    try:
        return plain_yaml(front, lines)
    except UNREADABLE:
        return {}


def _wrong_keys(model: Any, values: Mapping[str, Any]) -> frozenset[str]:
    try:
        model.model_validate(values)
    except ValidationError as error:
        return frozenset(str(each["loc"][0]) for each in error.errors() if each["loc"])
    return frozenset()


def _harmless(path: Path, today: date, collection: str) -> Mapping[str, Any]:
    slug, _, lang = path.name.removesuffix(".md").partition(".")
    return {
        "title": "…",
        "slug": slug or "x",
        "lang": lang or "fr",
        "summary": "…",
        "collection": collection,
        "category": "autre",
        "ticket_category": "autre",
        "audience": "both",
        "aliases": ["…"] * 3,
        "owner": "…",
        "reviewed_on": today,
        "series": "…",
        "number": 1,
        "place": "…",
        "day": today,
        "signatory": "…",
    }
