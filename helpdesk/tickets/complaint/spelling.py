"""Saying a reference letter by letter, so that it is understood on the telephone."""

from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _

_FRENCH = (
    "Berthe Célestin Désiré François Gaston Henri Joseph Kléber Marcel Nicolas Pierre Quintal Raoul "
    "Suzanne Thérèse Victor William Xavier Zoé"
)
_ENGLISH = (
    "Bravo Charlie Delta Foxtrot Golf Hotel Juliett Kilo Mike November Papa Quebec Romeo Sierra Tango "
    "Victor Whiskey X-ray Zulu"
)
_WORDS = {
    "fr": {word[0]: word for word in _FRENCH.split()},
    "en": {word[0]: word for word in _ENGLISH.split()},
}


def spell(reference: str) -> str:
    """Return « K comme Kléber, 7, Q comme Quintal, tiret, 4, 8, 2 » in the reader's language."""
    words = _WORDS["fr" if current_lang() == "fr" else "en"]
    return ", ".join(_said(sign, words) for sign in reference)


def _said(sign: str, words: dict[str, str]) -> str:
    if sign == "-":
        return _("tiret")
    return _("%(sign)s comme %(word)s", sign=sign, word=words[sign]) if sign in words else sign
