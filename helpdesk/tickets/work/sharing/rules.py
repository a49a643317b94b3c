"""Taking everything personal out of a text, and saying what was taken. Values in, values out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from helpdesk.core.masking import mask
from helpdesk.tickets.work.sharing.patterns import GREETED, MARKS, PATTERNS, Kind

COMMON = frozenset(
    """
    syndicat syndicats union unions fédération confédération départementale départemental régionale locale section
    coopérative scolaire école écoles élémentaire primaire maternelle collège lycée association office service
    services nationale national public publique publics secteur santé éducation transport transports commerce
    métallurgie énergie interco générale retraités
    """.split()  # noqa: SIM905 - a list of forty words in quotes is read by nobody
)
"""Words in the name of nearly every organisation: by themselves they name none."""


@dataclass(frozen=True)
class Taken:
    """A thing that was taken out, as it stood."""

    kind: Kind
    words: str


@dataclass(frozen=True)
class Impersonal:
    """A text without what was personal in it, and what that was, each thing once."""

    text: str
    taken: tuple[Taken, ...]


def make_impersonal(
    text: str,
    *,
    names: Iterable[str] = (),
    organisations: Iterable[str] = (),
    identifiers: Iterable[str] = (),
) -> Impersonal:
    """Take out mailboxes, telephones, accounts, amounts, identifiers, and the names that are known.

    What nobody told us of, such as a neighbour’s first name in the middle of a sentence, stays: a person reads the
    text before anybody else.
    """
    taken: list[Taken] = []
    text = mask(text).text
    known = (
        (Kind.IDENTIFIER, _whole(identifiers, least=3)),
        (Kind.ORGANISATION, _whole(organisations, least=2)),
    )
    apart = ((Kind.ORGANISATION, _words(organisations, COMMON)), (Kind.NAME, _words(names, frozenset())))
    for kind, pattern in (*known, *PATTERNS, *GREETED, *apart):
        if pattern is not None:
            text = pattern.sub(partial(_take, taken, kind), text)
    return Impersonal(text, tuple(dict.fromkeys(taken)))


def _take(taken: list[Taken], kind: Kind, found: re.Match[str]) -> str:
    kept = found.groupdict().get("kept") or ""
    taken.append(Taken(kind, " ".join(found[0].removeprefix(kept).split())))
    return f"{kept}{MARKS[kind]}"


def _whole(values: Iterable[str], *, least: int) -> re.Pattern[str] | None:
    """Match whole names, the longest first."""
    found = sorted({each.strip() for each in values if len(each.strip()) >= least}, key=len, reverse=True)
    return _any_of(found)


def _words(values: Iterable[str], common: frozenset[str]) -> re.Pattern[str] | None:
    """Match each word of names that begins with a capital and says something by itself."""
    words = {word for each in values for word in re.findall(r"[^\W\d_][\w’\-]{2,}", each)}
    return _any_of(
        sorted({word for word in words if word[0].isupper() and word.lower() not in common}, key=len)[::-1]
    )


def _any_of(values: list[str]) -> re.Pattern[str] | None:
    if not values:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, values))})(?!\w)", re.IGNORECASE)
