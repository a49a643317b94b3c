"""The one form in which the browser writes an article: its keys in order, its words quoted, its lists a line each."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from helpdesk.core.identifiers import clean_text, one_line
from helpdesk.faq.content.source import FRONT_MATTER, Source, as_lines, plain_yaml

KEYS = (
    "title",
    "slug",
    "lang",
    "collection",
    "category",
    "ticket_category",
    "audience",
    "readers",
    "summary",
    "aliases",
    "keywords",
    "related",
    "reason_codes",
    "sources",
    "owner",
    "reviewed_on",
    "as_of",
    "valid_from",
    "valid_until",
)
"""What the form of an article shows; a text keeps its other keys, after these."""

LISTS = frozenset({"aliases", "keywords", "related", "reason_codes", "readers", "sources"})
DAYS = frozenset({"reviewed_on", "as_of", "valid_from", "valid_until"})
PLAIN = frozenset(
    {"slug", "lang", "collection", "category", "ticket_category", "audience", "related", "reason_codes"}
)
"""Keys whose values need no quotes: they are made of letters, figures and dashes."""


PLAIN_VALUE = re.compile("[A-Za-z][A-Za-z0-9]*(?:[/-][A-Za-z0-9]+)*")


@dataclass(frozen=True)
class Article:
    """An article taken apart: its front matter by key, and its text."""

    matter: Mapping[str, Any]
    body: str
    others: Mapping[str, Any] = field(default_factory=dict)
    """Keys that the form does not show."""


def parts_of(text: str) -> Article:
    """Take an article apart, whatever is still wrong with its values; raise ValueError if it has no front matter."""
    plain = as_lines(text)
    front = FRONT_MATTER.match(plain)
    if front is None:
        raise ValueError("no front matter")
    try:
        values = plain_yaml(front[1], {})
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError("the front matter is not plain YAML") from error
    shown = {key: _tidy(key, values.get(key)) for key in KEYS}
    others = {key: value for key, value in values.items() if key not in KEYS and key != "status"}
    return Article(shown, plain[front.end() :], others)


def _tidy(key: str, value: Any) -> Any:
    if key in LISTS:
        value = [value] if key == "readers" and isinstance(value, str) else value
        return [one_line(str(each)) for each in value] if isinstance(value, list) else []
    if key in DAYS:
        return value if isinstance(value, date) else None
    return "" if value is None else one_line(str(value))


def compose(article: Article) -> str:
    """Write an article; the same parts always give the same bytes."""
    lines = [line for key in KEYS for line in _lines(key, article.matter.get(key))]
    others = (
        yaml.safe_dump(dict(article.others), allow_unicode=True, sort_keys=True) if article.others else ""
    )
    body = article.body.strip("\n")
    return "---\n" + "".join(f"{line}\n" for line in lines) + others + "---\n" + (f"{body}\n" if body else "")


def rewrite(text: str, changed: Article) -> str:
    """Write what an article became, sparing what did not change: front matter that says the same stays as it is."""
    was = parts_of(text)
    same = _values(was) == _values(changed)
    if same and clean_text(was.body).strip() == changed.body.strip():
        return text
    front = FRONT_MATTER.match(text)
    if front is None or "\r" in text or not same:
        return compose(changed)
    return front[0] + changed.body.strip("\n") + "\n"


def _values(article: Article) -> list[Any]:
    return [*(article.matter.get(key) or None for key in KEYS), dict(article.others)]


def without_status(source: Source) -> str:
    """Return the text of an article as published: a file may say that it is a draft."""
    if getattr(source.matter, "status", "published") == "published":
        return source.text
    line = source.line_of("status")
    lines = source.text.splitlines(keepends=True)
    return "".join(lines[: line - 1] + lines[line:])


def _lines(key: str, value: Any) -> Iterator[str]:
    if value is None or value in ("", []):
        return
    if isinstance(value, list):
        yield f"{key}:"
        yield from (f"  - {_written(key, each)}" for each in value)
    else:
        yield f"{key}: {_written(key, value)}"


def _written(key: str, value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    # A reason code such as 1E05, or a slug such as no, is a number or a truth for YAML: those are quoted too.
    text = str(value)
    if key in PLAIN and PLAIN_VALUE.fullmatch(text) and isinstance(yaml.safe_load(text), str):
        return text
    # JSON is YAML: its quotes and escapes say the same there.
    return json.dumps(text, ensure_ascii=False)
