"""The words of a mail as a dossier keeps them: cleaned, masked, cut where they would be too long."""

import re
from dataclasses import dataclass

from helpdesk.core.identifiers import clean_text, normalise_reference, one_line
from helpdesk.core.masking import mask
from helpdesk.intake.rules import VISIBLE_LENGTH

LONGEST = 200_000
"""Longest text kept of a mail, in signs: some eighty pages; the raw mail has the rest."""
HTML_LONGEST = 1_000_000
SUBJECT_LENGTH = 300

_PREFIX = re.compile(
    r"\s*(?:(?:re|réf?|ref|tr|fw|fwd|aw|sv|rép|rep)\s?(?:\[\d{1,3}\])?\s?:\s*)", re.IGNORECASE
)
_REFERENCE = re.compile(r"\[[^\[\]]{0,20}?\b([0-9A-Za-z]{3}[-‐‑–—][0-9A-Za-z]{3})\s{0,3}\]")
_TAG = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Said:
    """What a mail says: the new words, and what it quotes and signs under them."""

    visible: str
    hidden: str


def said(visible: str, hidden: str) -> Said:
    """Return both parts cleaned and masked; what is too long at first sight goes under the fold."""
    shown, folded = clean_text(visible[:LONGEST]).strip("\n"), clean_text(hidden[:LONGEST])
    if len(shown) > VISIBLE_LENGTH:
        cut = shown.rfind("\n", VISIBLE_LENGTH // 2, VISIBLE_LENGTH)
        cut = cut if cut > 0 else VISIBLE_LENGTH
        shown, folded = shown[:cut], shown[cut:] + folded
    return Said(mask(shown).text, mask(folded).text.strip("\n"))


def masked_html(html: str | None) -> str | None:
    """Return the HTML without account, card and social-security numbers.

    None when tags stand between the figures of one: it could not be masked without touching them, and the
    text says the same.
    """
    if html is None or len(html) > HTML_LONGEST:
        return None
    masked = mask(html).text
    return None if mask(_TAG.sub("", masked)).found else masked


def shown_subject(subject: str) -> str:
    """Return a subject on one line, masked."""
    return mask(one_line(subject)[:SUBJECT_LENGTH]).text[:SUBJECT_LENGTH]


def bare_subject(subject: str) -> str:
    """Return a subject without « Re: », « TR : » and the like, and without the reference we put there."""
    bare = _REFERENCE.sub("", one_line(subject)[:SUBJECT_LENGTH])
    while (start := _PREFIX.match(bare)) is not None:
        bare = bare[start.end() :]
    return " ".join(bare.split())


def reference_in(subject: str) -> str | None:
    """Return the reference of a dossier that stands in brackets in a subject, e.g. « [Dossier K7Q-482] »."""
    for found in _REFERENCE.finditer(subject[:1000]):
        reference = normalise_reference(found[1])
        if reference:
            return reference
    return None
