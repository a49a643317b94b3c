"""Which facts a subject asks for, and where each of them is asked."""

from collections.abc import Mapping
from functools import cache

from helpdesk.core.topics import TOPICS, Field, topic
from helpdesk.web.i18n import gettext as _


def asked_fields(category: str, subcategory: str) -> frozenset[Field]:
    """Return the facts that the form asks for on this subject."""
    return topic(category).fields_for(subcategory or None)


@cache
def topics_asking(field: Field) -> str:
    """Return the subjects that ask for a fact, as pages mark them: `prelevement mandat/sequence`."""
    places = []
    for each in TOPICS.values():
        if field in each.fields:
            places.append(each.slug)
        else:
            places += [f"{each.slug}/{sub.slug}" for sub in each.subtopics if field in sub.fields]
    return " ".join(places)


def with_unasked(text: str, facts: Mapping[str, str]) -> str:
    """Return the text with facts that its subject has no place for, a line for each."""
    lines = [_("%(name)s : %(values)s", name=words, values=value) for words, value in facts.items()]
    return "\n\n".join([text, "\n".join(lines)]) if lines else text
