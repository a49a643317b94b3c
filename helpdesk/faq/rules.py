"""What an article is and when it may be seen."""

import re
from datetime import date
from enum import StrEnum

from helpdesk.core.masking import mask


class ArticleStatus(StrEnum):
    """Whether an article is out; only a published one within its dates is found."""

    DRAFT = "draft"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"


class ArticleKind(StrEnum):
    """A question of the FAQ, a page such as the legal notice (never in search), the text of a guide, or a notice."""

    FAQ = "faq"
    PAGE = "page"
    GUIDE = "guide"
    NOTICE = "notice"


class Audience(StrEnum):
    """Whom an article addresses."""

    MEMBER = "member"
    TREASURER = "treasurer"
    BOTH = "both"


class VoteReason(StrEnum):
    """Why an article did not help."""

    UNCLEAR = "unclear"
    OUTDATED = "outdated"
    DOES_NOT_WORK = "does_not_work"
    OTHER = "other"


def is_expired(valid_until: date | None, today: date) -> bool:
    """Tell whether the article's last day is past; its page then stays, with a notice."""
    return valid_until is not None and valid_until < today


WORDS_A_MINUTE = 200


def reading_minutes(text: str) -> int:
    """Return how long reading takes, in whole minutes, one at least."""
    return max(1, round(len(text.split()) / WORDS_A_MINUTE))


LONGEST_COMMENT = 1000
"""Longest comment on an article, in characters."""


_NAMES = re.compile(
    # A name with figures, such as a login: dupont75; not am04, pain.001, camt053.
    r"\b(?!camt|pain|pacs|cfonb|sepa)[^\W\d_]{4,}[._-]?\d{2,}\b"
    # Somebody addressed: Mme Exemple, m. exemple.
    r"|\b(?:m\.|mr|mme|mmes|mlle|monsieur|madame|mademoiselle|mrs|ms)\s+(?!le\b|la\b|l['’])[^\W\d_]{2,}"
    # Two words that begin with capitals, after another word: Jean Exemple.
    r"|(?-i:(?<=\w )[A-ZÀ-Þ][a-zß-ÿ’-]+ [A-ZÀ-Þ][a-zß-ÿ’-]+)",
    re.IGNORECASE,
)


def is_personal(query: str) -> bool:
    """Tell whether a search may name a person, an account or a telephone: such a one is not counted."""
    digits = sum(sign.isdigit() for sign in query)
    return "@" in query or digits >= 7 or bool(_NAMES.search(query)) or bool(mask(query).found)


FEWEST_VOTES = 20
"""Below this many votes, what readers say of an article is not shown."""


def agreement(helpful: int, unhelpful: int) -> int | None:
    """Return how many readers in a hundred an article helped; None while too few have said."""
    total = helpful + unhelpful
    return None if total < FEWEST_VOTES else round(100 * helpful / total)
