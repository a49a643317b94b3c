"""What an article is and when it may be seen."""

from datetime import date
from enum import StrEnum


class ArticleStatus(StrEnum):
    """Whether an article is out; only a published one within its dates is found."""

    DRAFT = "draft"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"


class ArticleKind(StrEnum):
    """A question of the FAQ, or a page such as the legal notice (never in search)."""

    FAQ = "faq"
    PAGE = "page"


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


MARKDOWN_LIMIT = 64 * 1024
"""Longest Markdown source of an article, in bytes: hostile text takes minutes beyond."""


def is_expired(valid_until: date | None, today: date) -> bool:
    """Tell whether the article's last day is past; its page then stays, with a notice."""
    return valid_until is not None and valid_until < today


def is_findable(
    status: ArticleStatus, valid_from: date | None, valid_until: date | None, today: date
) -> bool:
    """Tell whether lists and search show the article today."""
    started = valid_from is None or valid_from <= today
    return status is ArticleStatus.PUBLISHED and started and not is_expired(valid_until, today)
