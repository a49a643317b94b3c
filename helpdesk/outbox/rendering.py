"""A mail template becomes a subject, a plain text and Markdown for the HTML part.

The template is rendered twice: as it is for the text part, and with every value escaped for Markdown.
People's own text goes through the filter `people`, which keeps it out of Markdown altogether.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from flask import current_app
from jinja2 import Environment, pass_context

from helpdesk.core.identifiers import one_line
from helpdesk.web.i18n import in_lang
from helpdesk.web.links import absolute

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&])")
INSERT_MARK = "insert-{}-insert"
SUBJECT_LENGTH = 200


@dataclass(frozen=True)
class Letter:
    """A rendered mail."""

    subject: str
    text: str
    markdown: str
    inserts: list[str] = field(default_factory=list)


class Trusted(str):
    """A value that is Markdown already, such as an address between angle brackets."""

    __slots__ = ()


def escape_markdown(value: object) -> object:
    """Make a value mean itself in Markdown and in HTML."""
    if isinstance(value, Trusted):
        return value
    return (
        SPECIAL.sub(r"\\\1", str(value)).replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;")
    )


def render_mail(event: str, lang: str, values: dict[str, Any]) -> Letter:
    """Render the template of `event` in `lang`; its first line is `Objet : …`."""
    feature, _, name = event.partition("/")
    path = f"{feature}/mail/{name}.md"
    inserts: list[str] = []

    def keep(text: str) -> Trusted:
        inserts.append(text)
        return Trusted(INSERT_MARK.format(len(inserts) - 1))

    with in_lang(lang):
        values = {"link": lambda endpoint, **parts: Trusted(absolute(endpoint, lang=lang, **parts)), **values}
        plain = _plain_environment().get_template(path).render(values)
        rich = _rich_environment().get_template(path).render({**values, "_keep": keep})
    subject, text = _split(plain)
    return Letter(one_line(subject)[:SUBJECT_LENGTH], text, _split(rich)[1], inserts)


def _split(rendered: str) -> tuple[str, str]:
    first, _, rest = rendered.strip().partition("\n")
    label, colon, subject = first.partition(":")
    if not colon or label.strip() not in {"Objet", "Subject"}:
        raise ValueError(f"a mail template starts with « Objet : … », not {first!r}")
    return subject.strip(), rest.strip() + "\n"


def _environment(finalize: Any, people: Any) -> Environment:
    base = current_app.jinja_env
    environment = base.overlay(autoescape=False, finalize=finalize)
    environment.filters = {**base.filters, "people": people}
    return environment


@cache
def _plain_environment() -> Environment:
    return _environment(str, str)


@cache
def _rich_environment() -> Environment:
    return _environment(escape_markdown, _people)


@pass_context
def _people(context: Any, text: str) -> Trusted:
    kept: Trusted = context["_keep"](text)
    return kept
