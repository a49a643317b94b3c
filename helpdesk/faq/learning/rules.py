"""Which words may be proposed for an article, what counts as helped, and what harms most."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from helpdesk.core.french import words
from helpdesk.core.identifiers import fold_key, one_line
from helpdesk.faq.rules import is_personal


class Source(StrEnum):
    """How somebody showed that an article answers words: each is a column of `AliasProposal`."""

    VOTES = "votes"
    ACCEPTED = "accepted"
    LINKED = "linked"


class ProposalState(StrEnum):
    """What editors made of a proposal; a dismissed one never comes back."""

    OPEN = "open"
    APPROVED = "approved"
    DISMISSED = "dismissed"


LONGEST_ALIAS = 120
"""Longest formulation, in characters."""
MOST_WORDS = 14
"""A longer text is a story, in which somebody may be recognised, and no formulation of a question."""
FEWEST_LETTERS = 4

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def alias_from(text: str) -> str | None:
    """Return the words that somebody typed as a formulation; None for what is personal, too short or a story."""
    line = _EDGES.sub("", one_line(text[: LONGEST_ALIAS * 4])).strip()
    letters = sum(sign.isalpha() for sign in line)
    if len(line) > LONGEST_ALIAS or len(words(line)) > MOST_WORDS or letters < FEWEST_LETTERS:
        return None
    return None if is_personal(line) else line


def key_of(alias: str) -> str:
    """Return what two ways of typing the same words have in common."""
    return fold_key(" ".join(words(alias)))[:LONGEST_ALIAS]


FEWEST_ASKERS = 3
"""A search made less often in a period is in no export: few could have made it."""


def share(part: int, whole: int) -> float | None:
    """Return a share between 0 and 1; None where there is nothing to share."""
    return part / whole if whole else None


def spared(found: int, dossiers: int) -> float | None:
    """Return the deflection rate: answers that readers said they found, among these and the dossiers sent anyway.

    A floor: most whom an article helped leave without a word. Nobody is followed, so nothing else can be known.
    """
    return share(found, found + dossiers)


def harm(views: int, helpful: int, unhelpful: int) -> float:
    """Return how many readers an article likely left without an answer: its readers times the share of « non ».

    Who voted has read: there are never fewer readers than votes.
    """
    said = helpful + unhelpful
    return max(views, said) * unhelpful / said if said else 0.0


MOST_DAYS = 732
USUAL_DAYS = 28
EARLIEST = date(2010, 1, 1)


@dataclass(frozen=True)
class Period:
    """Days from one to another, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1

    def weeks(self) -> list[date]:
        """Return the Mondays of the weeks it touches."""
        monday = self.first - timedelta(days=self.first.weekday())
        return [monday + timedelta(weeks=number) for number in range((self.last - monday).days // 7 + 1)]


def period_from(first: date | None, last: date | None, *, today: date) -> Period:
    """Return the period asked for, four weeks up to today where nothing was, cut to what is kept at most."""
    end = max(min(last or today, today), EARLIEST)
    begin = first or end - timedelta(days=USUAL_DAYS - 1)
    begin = min(begin, end)
    return Period(max(begin, end - timedelta(days=MOST_DAYS - 1)), end)
