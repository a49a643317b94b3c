"""What a password must be. Length and guesses count; no composition rule, no forced change.

A password is compared in its NFKC form, so that « é » opens the same account from every keyboard
and telephone; otherwise exactly as typed, blanks at its ends and capitals included.
Source: NIST SP 800-63B, 5.1.1.2 (normalisation NFKC or NFKD), OWASP ASVS 5.0.0, 6.2.
"""

import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from helpdesk.core.libraries import library

MIN_LENGTH = 12
MAX_LENGTH = 256
MIN_SCORE = 3
"""Of 0 to 4: « safely unguessable: moderate protection from offline slow-hash scenario » (zxcvbn)."""
LONGEST_SCORED = 72
"""zxcvbn refuses to look at more, and takes 30 ms for it."""

KNOWN_WORDS = (
    "syndicat", "syndical", "cotisation", "adherent", "tresorier", "tresoriere", "prelevement",
    "confederation", "federation", "cooperative", "cooperation", "helpdesk", "entraide", "assistance",
    "solidarite", "dossier", "bureau", "motdepasse", "passe", "connexion", "password",
)  # fmt: skip
"""What anybody would try first on such a site, without accents."""
SHORTEST_NAME = 3
"""Parts of names shorter than this are left alone: they stand in many words."""


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    GUESSABLE = "guessable"


def normalised(password: str) -> str:
    """Return the form in which passwords are hashed and compared."""
    return unicodedata.normalize("NFKC", password)


def find_weakness(password: str, context: Sequence[str] = ()) -> Weakness | None:
    """Return why `password` is refused, or None; `context`: names that somebody close would try.

    Known words and names count for nothing: what is left without them must be hard to guess. (Given to
    zxcvbn as words of a dictionary, three of them in a row would pass.)
    """
    if len(password) < MIN_LENGTH:
        return Weakness.TOO_SHORT
    if len(password) > MAX_LENGTH:
        return Weakness.TOO_LONG
    words = {*KNOWN_WORDS, *(part for text in context for part in _names(text))}
    rest = _bare(password)
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return Weakness.GUESSABLE if not rest or _score(rest) < MIN_SCORE else None


def _score(text: str) -> int:
    score: int = library("zxcvbn").zxcvbn(text[:LONGEST_SCORED])["score"]
    return score


def _names(text: str) -> list[str]:
    spaced = "".join(sign if sign.isalnum() else " " for sign in _bare(text))
    return [word for word in spaced.split() if len(word) >= SHORTEST_NAME]


def _bare(text: str) -> str:
    """Return `text` in small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
