"""Who may see an article that is kept for some: one comparison of badges, the same in SQL, in the index and here.

An article names its readers by entries, any of which is enough: `role:treasurer`, `org:75-UD` (that organisation
alone), `org:75-UD/geo` (with all that stand below it along that line), `role:treasurer+org:75-UD/geo` (both). A
person wears every entry that is true of them as a badge.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from helpdesk.accounts.rules import WRITERS, Role
from helpdesk.organisations.rules import Line

Badges = frozenset[str]

NOBODY: Badges = frozenset()
"""What somebody wears who has not signed in: only what is for everybody is theirs to read."""


def nobody() -> Badges:
    """Return what somebody wears who has not signed in."""
    return NOBODY


READS_EVERYTHING = "*"
EVERYTHING: Badges = frozenset({READS_EVERYTHING})
"""For those who write articles, and for programs that show nothing to readers."""

MOST_ENTRIES = 20
MARK = ","
"""Stands between the entries of an article in its row, and at both ends."""

_ENTRY = re.compile(r"(?:role:([a-z]+))?(\+?)(?:org:([A-Za-z0-9._-]{1,40})(?:/([a-z]+))?)?")


@dataclass(frozen=True)
class Entry:
    """One kind of readers: a role, an organisation, or a role within an organisation."""

    role: Role | None = None
    code: str = ""
    line: Line | None = None
    """Along which line those below the organisation are meant too; None for itself alone."""


def entry_of(text: str) -> Entry | None:
    """Understand one entry; None when it is none, or names a role or a line that does not exist."""
    found = _ENTRY.fullmatch(text)
    if found is None:
        return None
    role, plus, code, line = found.groups()
    is_whole = bool(role or code) and bool(plus) == bool(role and code)
    if not is_whole or role not in {None, *Role} or line not in {None, *Line}:
        return None
    return Entry(Role(role) if role else None, code or "", Line(line) if line else None)


def stored(entries: Iterable[str]) -> str:
    """Return the readers of an article as its row holds them; empty for everybody."""
    told = sorted(set(entries))
    return f"{MARK}{MARK.join(told)}{MARK}" if told else ""


def entries_in(readers: str) -> Sequence[str]:
    """Return the entries that a row holds."""
    return [each for each in readers.split(MARK) if each]


def may_read(readers: str, badges: Badges) -> bool:
    """Tell whether somebody with these badges may see an article kept for these readers."""
    return not readers or READS_EVERYTHING in badges or not badges.isdisjoint(entries_in(readers))


def badges_for(roles: Iterable[Role], places: Iterable[tuple[str, Line | None]]) -> Badges:
    """Return what a person wears. `places` are their organisations alone, and those above them with the line.

    Who writes articles reads them all.
    """
    named = {f"role:{role}" for role in roles}
    where = {f"org:{code}/{line}" if line else f"org:{code}" for code, line in places}
    both = {f"{role}+{place}" for role, place in product(named, where)}
    everything = EVERYTHING if WRITERS.intersection(roles) else NOBODY
    return frozenset(named | where | both) | everything
