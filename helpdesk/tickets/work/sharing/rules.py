"""Taking everything personal out of a text, and saying what was taken. Values in, values out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from helpdesk.core.masking import mask


class Kind(StrEnum):
    """What kind of thing was taken out."""

    MAIL = "mail"
    ADDRESS = "address"
    ACCOUNT = "account"
    PHONE = "phone"
    AMOUNT = "amount"
    IDENTIFIER = "identifier"
    ORGANISATION = "organisation"
    NAME = "name"


MARKS = {
    Kind.MAIL: "[adresse e-mail]",
    Kind.ADDRESS: "[lien]",
    Kind.ACCOUNT: "[compte]",
    Kind.PHONE: "[téléphone]",
    Kind.AMOUNT: "[montant]",
    Kind.IDENTIFIER: "[référence]",
    Kind.ORGANISATION: "[organisation]",
    Kind.NAME: "[nom]",
}
"""What stands instead, in the language articles are written in."""

GAP = "[ .\u00a0\u202f\\-]?"
PATTERNS = (
    (Kind.MAIL, re.compile(r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,8}")),
    (Kind.ADDRESS, re.compile(r"https?://[^\s<>\"'«»]{1,500}", re.IGNORECASE)),
    (Kind.ACCOUNT, re.compile(r"(?:[A-Z]{2}\d{2} )?(?:•{2,4} ?)+[A-Z0-9]{0,4}|\b[12](?: ••){2,6}")),
    (
        Kind.PHONE,
        re.compile(rf"(?<!\w)(?:\+\d{{1,3}}{GAP}(?:\(0\))?{GAP}\d|0[1-9])(?:{GAP}\d{{2}}){{4}}(?!\d)"),
    ),
    (
        Kind.AMOUNT,
        re.compile(
            r"(?<![\w,.])\d{1,9}(?:[ .\u00a0\u202f]\d{3}){0,3}(?:[.,]\d{1,2})?[ \u00a0\u202f]?(?:€|euros?\b|EUR\b)",
            re.I,
        ),
    ),
    (
        Kind.IDENTIFIER,
        re.compile(r"(?<![\w\-])(?:RUM|ICS|SIREN|SIRET|NIR|BIC)[ :n°]{1,4}[A-Z0-9][\w\-+/]{3,34}"),
    ),
    (
        Kind.IDENTIFIER,
        re.compile(r"(?<![\w\-])[B-DF-HJ-NP-TV-Z][B-DF-HJ-NP-TV-Z2-9]{2}-[B-DF-HJ-NP-TV-Z2-9]{3}(?![\w\-])"),
    ),
    (Kind.IDENTIFIER, re.compile(r"(?<![\w\-])(?=[\w\-/+]{0,40}\d{5})[\w\-/+]{6,40}(?![\w\-])")),
    (
        Kind.NAME,
        re.compile(
            r"(?<!\w)(?:MM?\.|Mmes?|Mlle|Monsieur|Madame|Mademoiselle|Mr|Mrs|Ms)[ \u00a0]"
            r"(?:[A-ZÀ-Þ][\w’'\-]{0,40})(?:[ \u00a0](?:de |du |d’)?[A-ZÀ-Þ][\w’'\-]{0,40}){0,3}"
        ),
    ),
)

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

    What nobody told us of, such as a neighbour’s first name, stays: a person reads the text before anybody else.
    """
    taken: list[Taken] = []
    text = mask(text).text
    known = (
        (Kind.IDENTIFIER, _whole(identifiers, least=3)),
        (Kind.ORGANISATION, _whole(organisations, least=2)),
    )
    apart = ((Kind.ORGANISATION, _words(organisations, COMMON)), (Kind.NAME, _words(names, frozenset())))
    for kind, pattern in (*known, *PATTERNS, *apart):
        if pattern is not None:
            text = pattern.sub(partial(_take, taken, kind), text)
    return Impersonal(text, tuple(dict.fromkeys(taken)))


def _take(taken: list[Taken], kind: Kind, found: re.Match[str]) -> str:
    taken.append(Taken(kind, " ".join(found[0].split())))
    return MARKS[kind]


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
