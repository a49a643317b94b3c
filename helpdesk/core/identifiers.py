"""Names given to things, secrets given to people, and the cleaning of every text that comes in."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterator
from random import Random

from helpdesk.core.french import fold

_LETTERS = "BCDFGHJKMNPQRSTVWXZ"
_SIGNS = _LETTERS + "23456789"
_REFERENCE = re.compile(r"[A-HJKMNP-Z][A-HJKMNP-Z2-9]{5}")
_REFERENCE_GAPS = re.compile(r"[\s\-\u2010-\u2015\u2212]+")

LONGEST_MARKS = 8
"""Accents one letter may carry; no living script needs more, and normalising longer runs takes minutes."""

_MARKLESS = re.compile("[\x00-\u02ff\u2000-\u206f\u20a0-\u20bf]*")
"""Latin letters, punctuation and currencies: texts without any mark to count, which are nearly all."""

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(
    # Controls but the line feed, lone surrogates (no database stores them), then what no one sees:
    # soft hyphen, zero-width space, direction overrides, word joiner and byte order mark.
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def new_reference(random: Random) -> str:
    """Draw a reference such as K7Q-482, to be said on the phone and typed without mistake.

    19 × 27⁵ = 272,629,233 of them, 28 bits: it names a dossier and opens nothing. Among 50,000 some
    will meet, so whoever stores one draws again when it is taken. It has no 0, O, 1, I or L, which
    are mistaken for one another, and no other vowel, so that it never spells a word.
    """
    signs = [random.choice(_LETTERS), *random.choices(_SIGNS, k=5)]
    return "".join(signs[:3]) + "-" + "".join(signs[3:])


def normalise_reference(text: str) -> str | None:
    """Return the reference typed in `text`, however it is spaced or cased; None when it is not one.

    Nothing is guessed: a 0 is not taken for an O.
    """
    if len(text) > 40:
        return None
    compact = _REFERENCE_GAPS.sub("", text).upper()
    return f"{compact[:3]}-{compact[3:]}" if _REFERENCE.fullmatch(compact) else None


def new_token() -> str:
    """Draw a secret of 256 bits, fit for a URL (43 signs)."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what to store of a secret: its SHA-256, in 64 hexadecimal signs."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def clean_text(text: str) -> str:
    """Return `text` as it may be stored: NFC, lines ended by a line feed, nothing invisible.

    Linear in the length whatever is sent; refuses nothing. A tabulation becomes a space.
    """
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text).replace("\t", " "))
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text if _MARKLESS.fullmatch(text) else "".join(_few_marks(text)))


def one_line(text: str) -> str:
    """Return `text` cleaned, on a single line, without spaces at its ends or doubled inside.

    A no-break space between two words stays one.
    """
    words = re.split("[ \n]+", clean_text(text))
    return " ".join(words).strip()


def fold_key(text: str) -> str:
    """Return the key under which a name is found again: no case, no accents, single spaces.

    Two people may share it. Never use it for an address: see `email_key`.
    """
    return " ".join(fold(one_line(text)).split())


def email_key(address: str) -> str:
    """Return the key under which a mailbox is found again: its address, A-Z lowered and no more.

    Accents and look-alikes stay: folding them would send the link of one person to the mailbox of
    another (`MİKE@…` asked for, `mike@…` found).
    """
    return "".join(sign.lower() if sign.isascii() else sign for sign in one_line(address))


def _few_marks(text: str) -> Iterator[str]:
    run = 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= LONGEST_MARKS:
            yield sign
