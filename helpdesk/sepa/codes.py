"""What the codes of rejected, returned and refunded collections mean, and who has to act.

The table lies beside this file, read once; its wording is ours, its last column says from where.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

TABLE = Path(__file__).with_name("reason_codes.csv")
BETWEEN = re.compile(r"(?<=[A-Za-z0-9])[\s._-]{1,2}(?=[A-Za-z0-9])")
"""What people set between the letters and the figures of a code."""


class Actor(StrEnum):
    """Name who acts on a rejection."""

    MEMBER = "member"
    TREASURER = "treasurer"
    BANK = "bank"


class Again(StrEnum):
    """Say whether the same collection may be presented again."""

    NO = "no"
    NO_NEW_MANDATE = "no_new_mandate"
    AFTER_FIX = "after_fix"
    AFTER_CONTACT = "after_contact"
    ONCE_AGREED = "yes_once_agreed"
    BANK_DECIDES = "bank_decides"


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """Explain one code; `actors` are in the order in which they act, `scheme` tells where it occurs."""

    code: str
    scheme: str
    fr: str
    en: str
    actors: tuple[Actor, ...]
    again: Again
    advice_fr: str
    advice_en: str

    def meaning(self, lang: str) -> str:
        """Return what the code says, in French unless `lang` is English."""
        return self.en if lang == "en" else self.fr

    def advice(self, lang: str) -> str:
        """Return what to do about it."""
        return self.advice_en if lang == "en" else self.advice_fr


def find_code(code: str) -> ReasonCode | None:
    """Return what is known of a code, however it is cased or spaced; None when it is not in the table."""
    return all_codes().get(bare(code)) if len(code) <= 40 else None


def bare(code: str) -> str:
    """Return a code as the table writes it: « am-04 » is AM04."""
    return BETWEEN.sub("", code.strip()).upper()


def meaning(code: str, lang: str = "fr") -> str:
    """Return what a code says in plain words; empty when it is not in the table."""
    found = find_code(code)
    return found.meaning(lang) if found else ""


@cache
def all_codes() -> Mapping[str, ReasonCode]:
    """Return every code of the table, in alphabetical order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [_read(row) for row in csv.DictReader(file)]
    return MappingProxyType({row.code: row for row in sorted(rows, key=lambda row: row.code)})


def _read(row: Mapping[str, str]) -> ReasonCode:
    return ReasonCode(
        code=row["code"],
        scheme=row["scheme"],
        fr=row["fr"],
        en=row["en"],
        actors=tuple(Actor(name) for name in row["who_acts"].split(">")),
        again=Again(row["can_represent"]),
        advice_fr=row["advice_fr"],
        advice_en=row["advice_en"],
    )
