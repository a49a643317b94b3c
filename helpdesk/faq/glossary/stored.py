"""The terms as they are stored: for texts that are rendered without their folder, such as one written here."""

from collections.abc import Mapping

from helpdesk.core.errors import NotFound
from helpdesk.faq.companions.reading import GLOSSARY
from helpdesk.faq.companions.storing import get_companion
from helpdesk.faq.glossary.marking import Term, terms_of
from helpdesk.web.i18n import LANGUAGES


def stored_terms() -> Mapping[str, tuple[Term, ...]]:
    """Return the terms that are marked in the texts of each language; none where no glossary was loaded."""
    try:
        entries = get_companion(*GLOSSARY).value
    except NotFound:
        return {}
    return {lang: terms_of(each[lang] for each in entries) for lang in LANGUAGES}
