"""The one form in which the browser writes an article: its keys in order, its words quoted, its lists a line each."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

import yaml

from helpdesk.core.identifiers import clean_text, one_line
from helpdesk.faq.content.lines import as_lines
from helpdesk.faq.content.source import FRONT_MATTER, Source
from helpdesk.faq.content.strict_yaml import UNREADABLE, plain_yaml
from helpdesk.faq.writing.keywise import LINE, Change, is_empty, lines_of, with_keys

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
    "replaced_by",
    "provider",
    "variant",
    "variant_of",
    "stages",
    "promise",
    "promise_due_on",
    "promise_kept_on",
)
"""What the form of an article shows; a text keeps its other keys, after these."""

LISTS = frozenset({"aliases", "keywords", "related", "reason_codes", "readers", "sources", "stages"})
DAYS = frozenset({"reviewed_on", "as_of", "valid_from", "valid_until", "promise_due_on", "promise_kept_on"})
PLAIN = frozenset(
    {
        "slug",
        "lang",
        "collection",
        "category",
        "ticket_category",
        "audience",
        "related",
        "reason_codes",
        "replaced_by",
        "variant_of",
        "stages",
    }
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
    return _shown_apart(*_taken_apart(text))


def _shown_apart(values: Mapping[str, Any], body: str) -> Article:
    shown = {key: _tidy(key, values.get(key)) for key in KEYS}
    others = {key: value for key, value in values.items() if key not in KEYS and key != "status"}
    return Article(shown, body, others)


def _taken_apart(text: str) -> tuple[Mapping[str, Any], str]:
    plain = as_lines(text)
    front = FRONT_MATTER.match(plain)
    if front is None:
        raise ValueError("no front matter")
    try:
        return plain_yaml(front[1], {}), plain[front.end() :]
    except UNREADABLE as error:
        raise ValueError("the front matter is not plain YAML") from error


def _tidy(key: str, value: Any) -> Any:
    if key in LISTS:
        value = [value] if key == "readers" and isinstance(value, str) else value
        return [one_line(str(each)) for each in value] if isinstance(value, list) else []
    if key in DAYS:
        return _day(value)
    return "" if value is None else one_line(str(value))


def _day(value: Any) -> date | None:
    try:
        return (
            date.fromisoformat(value)
            if isinstance(value, str)
            else value
            if isinstance(value, date)
            else None
        )
    except ValueError:
        return None


def compose(article: Article) -> str:
    """Write an article; the same parts always give the same bytes."""
    lines = [line for key in KEYS for line in lines_of(key, article.matter.get(key), partial(_written, key))]
    others = (
        yaml.safe_dump(dict(article.others), allow_unicode=True, sort_keys=True) if article.others else ""
    )
    body = article.body.strip("\n")
    return "---\n" + "".join(f"{line}\n" for line in lines) + others + "---\n" + (f"{body}\n" if body else "")


def rewrite(text: str, changed: Article) -> str:
    """Write what an article became, sparing what did not change, to the last byte.

    Only the lines of the keys that changed are written anew, and the text if it changed, with the line ends of the
    first line. Front matter written too freely for that is written anew as a whole.
    """
    values, body = _taken_apart(text)
    changes = [_change(key, _value_of(changed, key)) for key in _changed_keys(values, changed)]
    new = with_keys(text, changes) if changes else text
    if new is not None and not _is_same_body(body, changed.body):
        new = _with_body(new, changed.body)
    status = values.get("status")
    if new is not None and _says(new, changed, status=status):
        return new
    return compose(
        changed if is_empty(status) else replace(changed, others={**changed.others, "status": status})
    )


def _change(key: str, value: Any) -> Change:
    """Return a change of one key; one that the form does not show comes last where it is new."""
    return Change(key, value, partial(_written, key), KEYS[: KEYS.index(key)] if key in KEYS else ())


def with_values(text: str, values: Mapping[str, Any]) -> str:
    """Return a text whose front matter has these values, which are empty where a key shall go.

    Raises ValueError where its front matter cannot be read.
    """
    parts = parts_of(text)
    shown = {key: value for key, value in values.items() if key in KEYS}
    others = {**parts.others, **{key: value for key, value in values.items() if key not in KEYS}}
    return rewrite(text, Article({**parts.matter, **shown}, parts.body, others))


def _changed_keys(values: Mapping[str, Any], changed: Article) -> list[str]:
    """Return the keys that say another thing now, or said what the form cannot show and are empty now."""
    was = _shown_apart(values, "")
    shown = [
        key
        for key in KEYS
        if (was.matter.get(key) or None) != (changed.matter.get(key) or None)
        or (values.get(key) and not was.matter.get(key))
    ]
    others = sorted(was.others.keys() | changed.others.keys())
    return shown + [key for key in others if was.others.get(key) != changed.others.get(key)]


def _value_of(article: Article, key: str) -> Any:
    return article.matter.get(key) if key in KEYS else article.others.get(key)


def _says(text: str, wanted: Article, *, status: Any) -> bool:
    """Tell whether a text that was changed can be read and says everything that it should, and nothing else.

    Its `status` is told apart: an article in parts has none.
    """
    try:
        values, body = _taken_apart(text)
    except ValueError:
        return False
    said = _shown_apart(values, body)
    is_same = _is_same_body(body, wanted.body) and _filled(said) == _filled(wanted)
    return is_same and bool(values.get("status") == status)


def _filled(article: Article) -> dict[str, Any]:
    """Return what front matter says, whether or not the form shows it, without the keys that say nothing."""
    values = {**article.matter, **article.others}
    return {key: value for key, value in values.items() if not is_empty(value)}


def _is_same_body(one: str, other: str) -> bool:
    return clean_text(one).strip() == clean_text(other).strip()


def _with_body(text: str, body: str) -> str:
    """Return a text with another body below the same front matter, and the blank lines that begin it."""
    front = FRONT_MATTER.match(as_lines(text))
    assert front is not None
    lines: list[str] = LINE.findall(text)
    start = len(LINE.findall(front[0]))
    while start < len(lines) and not lines[start].strip():
        start += 1
    line_end = lines[0][len(lines[0].rstrip("\r\n")) :]
    head = "".join(lines[:start])
    # The front matter may be all there is, down to a last line that nothing ends.
    head += "" if head.endswith(("\r", "\n")) else line_end
    return head + body.strip("\n").replace("\n", line_end) + line_end


def without_status(source: Source) -> str:
    """Return the text of an article as published: a file may say that it is a draft."""
    if getattr(source.matter, "status", "published") == "published":
        return source.text
    parts, new = parts_of(source.text), with_keys(source.text, [_change("status", None)])
    return new if new is not None and _says(new, parts, status=None) else compose(parts)


def _written(key: str, value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False, default=str)
    # A reason code such as 1E05, or a slug such as no, is a number or a truth for YAML: those are quoted too.
    if key in PLAIN and PLAIN_VALUE.fullmatch(value) and isinstance(yaml.safe_load(value), str):
        return value
    # JSON is YAML: its quotes and escapes say the same there.
    return json.dumps(value, ensure_ascii=False)
