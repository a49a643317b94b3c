"""`{{ support.phone }}` in a text: an installation's own facts, by allow-list, never a template language."""

import re
from collections.abc import Iterator, Mapping

from helpdesk.config import Settings
from helpdesk.core.phones import display
from helpdesk.web.markdown import escape_markdown
from helpdesk.web.opening import hours_in_words

MARK = re.compile(r"\{\{\s*+([^{}\n]{0,80}?)\s*+\}\}")
SENTENCE_START = re.compile(r"(?:\A|\n|[.!?…][ \u00a0\u202f])[ >*_#|\-]*\Z")
MOST_SIGNS = 80
"""How far before a placeholder the beginning of its sentence is looked for."""
TEMPLATE_SIGNS = re.compile(r"\{[%#]|[%#]\}|\{\{|\}\}")

ARTICLE_NAMES = frozenset(
    {
        "support.phone",
        "support.email",
        "support.hours",
        "vendor.name",
        "vendor.faq_url",
        "bank.name",
        "escalation.to",
        "note.signatory",
        "association.contact",
        "association.email_domain",
        "association.registration_url",
        "association.affiliation_url",
        "association.prices_url",
        "coverage",
    }
)
"""What an article may say. Source: the plan of the FAQ, « Configuration, never content »."""

PAGE_NAMES = ARTICLE_NAMES | {
    "site.name",
    "publisher.name",
    "publisher.address",
    "publisher.email",
    "publisher.phone",
    "publisher.director",
    "host.name",
    "host.address",
    "host.phone",
    "controller.name",
    "controller.contact",
}
"""What the legal pages may say besides."""

NOUNS = frozenset({"vendor.name", "bank.name", "association.contact", "coverage"})
"""Those whose value stands in a sentence like any noun."""


ENGLISH = {
    "vendor.name": "the collection platform",
    "bank.name": "the bank",
    "note.signatory": "The administrative and financial department",
    "association.contact": "your departmental association",
    "coverage": "all participating regions and federations",
    "publisher.name": "Mutual aid association (to be filled in)",
    "publisher.director": "Director of publication (to be filled in)",
    "host.name": "Host (to be filled in)",
    "controller.name": "Mutual aid association (to be filled in)",
}
"""What English pages say as long as a setting holds the words it came with; a name given to it stays that name."""


def values_for(settings: Settings, lang: str) -> Mapping[str, str]:
    """Return what each placeholder stands for, as people of `lang` read it."""
    values = {name: _own_words(settings, name, lang) for name in PAGE_NAMES}
    for name in ("support.phone", "publisher.phone", "host.phone"):
        values[name] = display(values[name], lang)
    values["support.hours"] = hours_in_words(settings.support_hours, lang)
    return values


def _own_words(settings: Settings, name: str, lang: str) -> str:
    field = name.replace(".", "_")
    value = str(getattr(settings, field))
    is_as_it_came = value == Settings.model_fields[field].default
    return ENGLISH[name] if lang == "en" and is_as_it_came and name in ENGLISH else value


def names_in(text: str) -> Iterator[tuple[str, int]]:
    """Yield each placeholder's name with the place where it stands in `text`."""
    return ((found[1], found.start()) for found in MARK.finditer(text))


def stray_signs(text: str) -> Iterator[int]:
    """Yield the places of braces that are no placeholder: template code, or one that is not closed."""
    inside = {at for found in MARK.finditer(text) for at in range(*found.span())}
    for found in TEMPLATE_SIGNS.finditer(text):
        if found.start() not in inside:
            yield found.start()


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return Markdown with every placeholder replaced by its value, escaped; raise KeyError for an unknown one."""
    return MARK.sub(lambda found: escape_markdown(_value(found, values)), text)


def fill_plain(text: str, values: Mapping[str, str]) -> str:
    """The same for text that is no Markdown, such as a summary."""
    return MARK.sub(lambda found: _value(found, values), text)


def _value(found: re.Match[str], values: Mapping[str, str]) -> str:
    """Return the value of a placeholder, with a capital where it begins a sentence: « la banque » in the middle."""
    value = values[found[1]]
    if found[1] not in NOUNS:
        return value
    at = found.start()
    begins = SENTENCE_START.search(found.string, max(0, at - MOST_SIGNS), at)
    return value[:1].upper() + value[1:] if begins else value
