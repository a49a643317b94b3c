"""What a notice is cited by, and which notice speaks of which.

Source: question-and-answer letter of a departmental association, autumn 2024: « après le coop Info N°51 de juin et
infos qui ont suivi », « dans le COOP’INFOS 51 (juin) ».
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

MOST_NOTICES = 1_000
"""How many notices there may be: they are all on one page."""


class Numbered(NamedTuple):
    """A series, the number in it, and the day: « Coop’Infos n° 51 du 21 juin 2024 »."""

    series: str
    number: int
    day: date


@dataclass(frozen=True)
class Notice:
    """A notice as others show it, in the language it was found in."""

    slug: str
    lang: str
    title: str
    summary: str
    numbered: Numbered
    supersedes: Sequence[str] = ()
    reminds: Sequence[str] = ()


@dataclass(frozen=True)
class Links:
    """Which notices speak of one, and of which it speaks; the newest first."""

    supersedes: Sequence[Notice]
    superseded_by: Sequence[Notice]
    reminds: Sequence[Notice]
    reminded_by: Sequence[Notice]


def links_of(slug: str, notices: Mapping[str, Notice]) -> Links:
    """Return how a notice stands among all there are; those that are not there any more are left out."""
    own = notices[slug]
    return Links(
        newest_first(notices[each] for each in own.supersedes if each in notices),
        newest_first(each for each in notices.values() if slug in each.supersedes),
        newest_first(notices[each] for each in own.reminds if each in notices),
        newest_first(each for each in notices.values() if slug in each.reminds),
    )


def newest_first(notices: Any) -> list[Notice]:
    """Return notices from the latest to the earliest."""
    return sorted(
        notices, key=lambda each: (each.numbered.day, each.numbered.number, each.slug), reverse=True
    )


def superseded(notices: Mapping[str, Notice]) -> frozenset[str]:
    """Return the notices that a later one takes the place of."""
    return frozenset(slug for each in notices.values() for slug in each.supersedes)


_ARTICLE = re.compile(r"^(?:le|la|les)\s+|^l[’']", re.IGNORECASE)
_CIVILITY = re.compile(r"\b(?:m\.|mr|mme|mlle|monsieur|madame|mademoiselle|mrs|ms)\s", re.IGNORECASE)
_NAME = re.compile(r"\b[A-ZÀ-Þ][a-zß-ÿ’-]+\s+(?:[A-ZÀ-Þ][a-zß-ÿ’-]+|[A-ZÀ-Þ]{3,})\b")


def names_somebody(signatory: str) -> bool:
    """Tell whether the function that signs looks like a person’s name: « Mme Exemple », « Camille Exemple »."""
    text = _ARTICLE.sub("", signatory)
    return bool(_CIVILITY.search(text) or _NAME.search(text))
