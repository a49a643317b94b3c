"""Bank accounts: IBANs of any country, mistyped French ones included, and the French RIB."""

import re
from collections.abc import Iterator
from functools import cache

from stdnum import iban, numdb

from helpdesk.core.masking.spans import GAP, Span

LEAST_FIGURES = 10
"""Figures after the key in any account: with fewer, it is a sentence such as « sa 12 rue des Lilas »."""

# Up to three signs, a line break or a slash among them: people paste what their bank prints.
_GAP = rf"(?:{GAP}|[\s/]){{0,3}}"
_START = re.compile(
    rf"(?:(?<![a-z0-9])|(?<=\biban)|(?<=\brib))([a-z]{{2}}){_GAP}([0-9]{{2}})(?={_GAP}[a-z0-9])",
    re.IGNORECASE | re.ASCII,
)
_FRENCH = re.compile("FR[0-9]{12}[A-Z0-9]{11}[0-9]{2}")
_FRENCH_GROUPS = {
    (27,),
    (4, 23),
    (4, 4, 4, 4, 4, 4, 3),
    (2, 2, 4, 4, 4, 4, 4, 3),
    (4, 5, 5, 11, 2),
    (2, 2, 5, 5, 11, 2),
}
_RIB = re.compile(
    rf"(?<![A-Za-z0-9])([0-9]{{5}}){GAP}{{1,3}}([0-9]{{5}}){GAP}{{1,3}}([A-Za-z0-9]{{11}}){GAP}{{1,3}}([0-9]{{2}})"
    "(?![A-Za-z0-9])"
)
_RIB_FIGURES = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")


def find_ibans(text: str) -> Iterator[Span]:
    """Yield the IBANs written in `text`, in order."""
    last = 0
    for start in _START.finditer(text):
        body = _body(start, text) if start.start() >= last else None
        if body and _is_account(text[start.start() : body.end()], after=text[body.end() : body.end() + 1]):
            last = body.end()
            account = _compact(start[0] + body[0])
            yield start.start(), last, f"{account[:4]} •••• {account[-4:]}"


def _body(start: re.Match[str], text: str) -> re.Match[str] | None:
    length = _bban_length(start[1].upper())
    return _signs(length).match(text, start.end()) if length else None


@cache
def _bban_length(country: str) -> int:
    """Return how many signs follow the key in the accounts of a country; 0 where there are none."""
    (_, facts), *_ = numdb.get("iban").info(country)
    return sum(int(part) for part in re.findall("[0-9]+", facts.get("bban", "")))


@cache
def _signs(length: int) -> re.Pattern[str]:
    return re.compile(rf"(?:{_GAP}[A-Za-z0-9]){{{length}}}")


def _is_account(written: str, *, after: str) -> bool:
    account = _compact(written)
    if sum(sign.isdigit() for sign in account[4:]) < LEAST_FIGURES:
        return False
    # « no 45 » and « si 33 » begin like accounts of Norway and Slovenia: with a gap, capitals only.
    joined = written[2].isdigit() or written[:2].isupper()
    return (joined and iban.is_valid(account, check_country=False)) or (
        not after.isalnum() and _is_mistyped_french(account, written)
    )


def _is_mistyped_french(account: str, written: str) -> bool:
    """Say whether only the key is wrong: it is still somebody's account.

    The groups must be those of an account, for a VAT number and a SIRET side by side have as many
    figures.
    """
    groups = tuple(len(group) for group in re.findall("[A-Za-z0-9]+", written))
    return groups in _FRENCH_GROUPS and _FRENCH.fullmatch(account) is not None


def find_ribs(text: str) -> Iterator[Span]:
    """Yield the French accounts written in `text` as bank, branch, account and a key that is right."""
    for found in _RIB.finditer(text):
        bank, branch, account, key = (part.upper() for part in found.groups())
        weighed = int(bank) * 89 + int(branch) * 15 + int(account.translate(_RIB_FIGURES)) * 3
        if (weighed + int(key)) % 97 == 0:
            yield found.start(), found.end(), f"•••• {account[-2:]}{key}"


def _compact(written: str) -> str:
    return re.sub("[^A-Za-z0-9]", "", written).upper()
