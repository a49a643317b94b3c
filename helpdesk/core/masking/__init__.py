"""Bank accounts, payment cards and social-security numbers: found in people's text and masked.

Run on every text before it is stored. What a helpdesk needs to read stays: telephone numbers,
mandate references, SIREN and SIRET, dates, amounts. Linear in the length, whatever is sent.
"""

from dataclasses import dataclass
from enum import StrEnum

from helpdesk.core.masking import accounts, cards, nirs
from helpdesk.core.masking.spans import Span

__all__ = ["Kind", "Masked", "mask"]


class Kind(StrEnum):
    """Name what was masked."""

    IBAN = "iban"
    CARD = "card"
    NIR = "nir"


@dataclass(frozen=True, slots=True)
class Masked:
    """Hold a text without its secrets, and the kinds of secret it had."""

    text: str
    found: frozenset[Kind] = frozenset()


# One after the other, each on what the last one left: the figures of an IBAN hold those of a RIB.
_FINDERS = (
    (Kind.IBAN, accounts.find_ibans),
    (Kind.IBAN, accounts.find_ribs),
    (Kind.CARD, cards.find),
    (Kind.NIR, nirs.find),
)


def mask(text: str) -> Masked:
    """Return `text` with every account, card and social-security number masked.

    An account keeps its country, its key and its last four signs (FR76 •••• 0189), a card its last
    four figures (•••• 1234), a social-security number its first (1 •• •• ••). Masking twice changes
    nothing more.
    """
    found = set()
    for kind, find in _FINDERS:
        spans = list(find(text))
        if spans:
            found.add(kind)
            text = _replaced(text, spans)
    return Masked(text, frozenset(found))


def _replaced(text: str, spans: list[Span]) -> str:
    pieces, last = [], 0
    for start, end, shown in spans:
        pieces += [text[last:start], shown]
        last = end
    return "".join([*pieces, text[last:]])
