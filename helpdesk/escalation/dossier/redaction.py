"""What must not leave the helpdesk in an escalation: members' names, mailboxes, accounts, whole mandates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from helpdesk.core.identifiers import one_line
from helpdesk.core.masking import mask
from helpdesk.tickets.work.sharing.patterns import GREETED, TITLED, WHEREABOUTS, Kind

NAME_MASK = "[nom masqué]"
ADDRESS_MASK = "[adresse masquée]"
PHONE_MASK = "[téléphone masqué]"
MASKS = {
    Kind.NAME: NAME_MASK,
    Kind.PLACE: "[adresse postale masquée]",
    Kind.BIRTH: "[date de naissance masquée]",
    Kind.HANDLE: "[pseudonyme masqué]",
}
"""What stands instead of what is known by its looks alone."""

SHORTEST_NAME = 3
"""Letters a name must have to be looked for by itself: shorter ones are in every text."""

NAME_PARTS = 6
SHOWN_OF_A_MANDATE = 4

_ADDRESS = re.compile(r"[^\s@<>()\[\]\"',;:]{1,64}@[^\s@<>()\[\]\"',;:]{1,255}")
_PHONE = re.compile(r"(?<![\w+])(?:\+33|0033|0)[\s.\-]?[1-9](?:[\s.\-]?[0-9]{2}){4}(?![0-9])")
_SPACE = "[ \u00a0\u202f]"
_GAP = r"[ \u00a0\u202f.\-()]{0,3}"
# Neither a sum (« +1 234 567.89 », « +12 345 678 € ») nor two years (« +2026 - 2027 »).
_FOREIGN_PHONE = re.compile(
    rf"(?<![\w+])(?:\+|00(?=[1-9]\d{{0,2}}[ \u00a0\u202f.\-]))(?!(?:\d{_SPACE}?){{1,15}}[.,]\d\d?(?!{_GAP}\d))"
    rf"[1-9](?:(?!{_SPACE}-{_SPACE}){_GAP}\d){{7,13}}(?![.,]?\d|\s?(?i:[km]?€|eur))"
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """Hold what identifies the member in texts that others write."""

    name: str = ""
    rum: str = ""


def short_rum(rum: str) -> str:
    """Return a mandate by its last four signs: « •••• 4821 »; empty without one."""
    rum = one_line(rum)
    if not rum:
        return ""
    return f"•••• {rum[-SHOWN_OF_A_MANDATE:]}" if len(rum) > SHOWN_OF_A_MANDATE else "••••"


def redact(text: str, secrets: Secrets) -> str:
    """Return `text` without accounts, cards, mailboxes, telephones, the member's name and the whole mandate.

    Every mailbox and telephone goes, since nobody can tell whose it is; role mailboxes stand in the
    section that names contacts, which is not written by hand. Linear in the length of the text.
    """
    if secrets.rum:
        text = re.sub(re.escape(secrets.rum), short_rum(secrets.rum), text, flags=re.IGNORECASE)
    text = mask(text).text
    text = _ADDRESS.sub(ADDRESS_MASK, text)
    text = _FOREIGN_PHONE.sub(PHONE_MASK, _PHONE.sub(PHONE_MASK, text))
    for pattern in _name_patterns(secrets.name):
        text = pattern.sub(NAME_MASK, text)
    return text


def redact_unread(text: str, secrets: Secrets) -> str:
    """Return `text` as `redact` does, without postal addresses, days of birth, handles and the names it shows either.

    For words that leave before anybody has read them, and that must still say what leaked and how much of it.
    A name is known by the greeting, the title or the close beside it: one in the middle of a sentence stays, and
    so does one behind « Bonjour, » unless it stands alone there or « je » follows. A town stays where no street
    leads to it, and so does a handle that is a plain word behind « sur Facebook : ». What is lost: a count such
    as « +12 345 678 » goes like a telephone unless it has cents or euros, and « 15000 noms » may go with a street
    in the same sentence. Too much for what agents write and read over, where « Bonjour » stands before nobody’s
    name.
    """
    text = redact(text, secrets)
    for kind, pattern in (*WHEREABOUTS, *GREETED, *TITLED):
        text = pattern.sub(partial(_masked, MASKS[kind]), text)
    return text


def _masked(instead: str, found: re.Match[str]) -> str:
    return f"{found.groupdict().get('kept') or ''}{instead}"


def _name_patterns(name: str) -> Iterator[re.Pattern[str]]:
    """Yield the whole name, either way round and however it is cased, then each part as a name is written."""
    parts = [part for part in re.split(r"[\s\-]+", name) if part][:NAME_PARTS]
    if len(parts) > 1:
        for order in (parts, parts[::-1]):
            whole = "[ -]{1,3}".join(map(re.escape, order))
            yield re.compile(rf"(?<!\w){whole}(?!\w)", re.IGNORECASE)
    for part in parts:
        if len(part) >= SHORTEST_NAME and part[0].isalpha():
            written = "|".join({re.escape(part.capitalize()), re.escape(part.upper())})
            yield re.compile(rf"(?<!\w)(?:{written})(?!\w)")
