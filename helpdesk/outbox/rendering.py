"""A mail template becomes a subject, a plain text and Markdown for the HTML part.

The template is rendered twice: for the text part, where every value stays on one line, and for the HTML part,
where it is escaped for Markdown as well. Only what the template itself says, translations included, is Markdown.
People's own text goes through the filter `people`, which keeps it out of Markdown altogether; put it in a
paragraph of its own. `link(endpoint, …)` gives the absolute address of a page; put it on a line of its own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask import current_app
from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from helpdesk.core.identifiers import clean_text, one_line
from helpdesk.web.i18n import catalogue, in_lang
from helpdesk.web.links import absolute

SPECIAL = re.compile(r"[^\w\s.,:;?!'\"’«»%/@$€°…]|_")
"""What may mean something in Markdown or HTML; a point or a colon does only after what is escaped."""
NUMBER_AT_START = re.compile(r"^(\d+)\.")
INSERT_MARK = "insert-{}-insert"
"""What stands for a text of people's; no value can say it, since the hyphen of a value is escaped."""
BLANK_LINES = re.compile(r"\n{3,}")
"""What a template's own conditions leave behind."""
SUBJECT_LENGTH = 200
LABELS = frozenset({"Objet", "Subject"})

Escape = Callable[[object], object]


@dataclass(frozen=True)
class Letter:
    """A rendered mail."""

    subject: str
    text: str
    markdown: str
    inserts: list[str] = field(default_factory=list)


class Trusted(str):
    """Text of our own, which is taken as it is."""

    __slots__ = ()


class Environments(NamedTuple):
    """Jinja set up for the two parts of a mail."""

    plain: Environment
    rich: Environment


def keep_on_line(value: object) -> object:
    """Make a value harmless in plain text: one line, nothing invisible, so that it starts no line of its own."""
    if isinstance(value, Trusted | int | float):
        return value
    return "" if value is None else one_line(str(value))


def escape_markdown(value: object) -> object:
    """Make a value mean itself in Markdown and in HTML, by numeric entities."""
    if isinstance(value, Trusted | int | float):
        return value
    line = SPECIAL.sub(lambda sign: f"&#{ord(sign.group())};", str(keep_on_line(value)))
    return NUMBER_AT_START.sub(r"\1&#46;", line)


def render_mail(event: str, lang: str, values: dict[str, Any]) -> Letter:
    """Render the template of `event` in `lang`; its first line is `Objet : …`."""
    feature, _, name = event.partition("/")
    path = f"{feature}/mail/{name}.md"
    environments, inserts = _environments(), list[str]()
    with in_lang(lang):
        plain = environments.plain.get_template(path).render(values, mail_lang=lang)
        rich = environments.rich.get_template(path).render(values, mail_lang=lang, mail_inserts=inserts)
    subject, text = _split(plain)
    return Letter(one_line(subject)[:SUBJECT_LENGTH], text, _split(rich)[1], inserts)


def _split(rendered: str) -> tuple[str, str]:
    first, _, rest = rendered.strip().partition("\n")
    label, colon, subject = first.partition(":")
    if not colon or label.strip() not in LABELS:
        raise ValueError(f"a mail template starts with « Objet : … », not {first!r}")
    return subject.strip(), BLANK_LINES.sub("\n\n", rest.strip()) + "\n"


def _environments() -> Environments:
    known = current_app.extensions
    if "mail_environments" not in known:
        known["mail_environments"] = _make_environments()
    made: Environments = known["mail_environments"]
    return made


def _make_environments() -> Environments:
    base = current_app.jinja_env
    plain = base.overlay(autoescape=False, finalize=keep_on_line)
    plain.globals = {**base.globals, **_gettexts(keep_on_line), "link": _plain_link}
    plain.filters = {**base.filters, "people": _plain_people}
    rich = base.overlay(autoescape=False, finalize=escape_markdown)
    rich.globals = {**base.globals, **_gettexts(escape_markdown), "link": _rich_link}
    rich.filters = {**base.filters, "people": _rich_people}
    return Environments(plain, rich)


def _gettexts(escape: Escape) -> dict[str, Callable[..., Trusted]]:
    """Return translators for `{% trans %}`: the sentence is ours and stays Markdown, its values are escaped."""

    def gettext(message: str, /, **values: object) -> Trusted:
        return filled(catalogue().gettext(message), values)

    def ngettext(one: str, many: str, count: int, /, **values: object) -> Trusted:
        sentence = catalogue().ngettext(one, many, count)
        return filled(sentence, {"num": count, **values})

    def filled(sentence: str, values: dict[str, object]) -> Trusted:
        return Trusted(sentence % {name: escape(value) for name, value in values.items()})

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


@pass_context
def _plain_link(context: Context, endpoint: str, **values: Any) -> Trusted:
    return Trusted(absolute(endpoint, lang=context["mail_lang"], **values))


@pass_context
def _rich_link(context: Context, endpoint: str, **values: Any) -> Trusted:
    return Trusted(f"<{_plain_link(context, endpoint, **values)}>")


def _plain_people(text: str) -> Trusted:
    return Trusted(clean_text(text).strip())


@pass_context
def _rich_people(context: Context, text: str) -> Trusted:
    inserts: list[str] = context["mail_inserts"]
    inserts.append(_plain_people(text))
    return Trusted(INSERT_MARK.format(len(inserts) - 1))
