"""Articles as loaded from content/, votes, searches, and answers that spared a dossier."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Enum, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model
from helpdesk.faq.rules import ArticleKind, ArticleStatus, Audience, VoteReason

STATE_ID = 1
"""The id of the one row of `ContentState`."""


class Collection(Model):
    """A group of articles shown together. `position` counts the tree through: inner ones follow what they lie in."""

    __tablename__ = "collection"

    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    position: Mapped[int]
    parent: Mapped[str | None] = mapped_column(String(60))
    """The slug of the collection that this one lies in; a load has checked it."""
    icon: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(120), default="")
    description: Mapped[str] = mapped_column(String(300), default="")
    description_en: Mapped[str] = mapped_column(String(300), default="")


class Article(Model):
    """One question and its answer in one language. `html` is rendered and cleaned when it is loaded."""

    __tablename__ = "article"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80))
    lang: Mapped[str] = mapped_column(String(2))
    kind: Mapped[ArticleKind] = mapped_column(
        Enum(ArticleKind, native_enum=False, length=10, values_callable=list)
    )
    status: Mapped[ArticleStatus] = mapped_column(
        Enum(ArticleStatus, native_enum=False, length=20, values_callable=list)
    )
    collection: Mapped[str] = mapped_column(String(60), default="")
    category: Mapped[str] = mapped_column(String(40), default="")
    ticket_category: Mapped[str] = mapped_column(String(80), default="")
    """`category` or `category/sub-category` that a dossier opened from here starts with."""
    audience: Mapped[Audience] = mapped_column(
        Enum(Audience, native_enum=False, length=10, values_callable=list)
    )
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    markdown: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    plain_text: Mapped[str] = mapped_column(Text)
    toc: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Headings in order: `{"id", "title", "level"}`."""
    aliases: Mapped[list[str]] = mapped_column(JSON)
    keywords: Mapped[list[str]] = mapped_column(JSON)
    sources: Mapped[list[str]] = mapped_column(JSON)
    related: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    """Other articles, `{"slug", "title"}`: titles are copied at loading, so that a page is one SELECT.

    One that is not for everybody has `"readers"` too: the page leaves it out for who may not see it.
    """
    reason_codes: Mapped[list[str]] = mapped_column(JSON)
    minutes: Mapped[int] = mapped_column(default=1)
    as_of: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    reviewed_on: Mapped[date | None]
    owner: Mapped[str] = mapped_column(String(120), default="")
    provider: Mapped[str] = mapped_column(String(80), default="")
    """Whose platform or account the article speaks of; empty where it holds for all."""
    variant: Mapped[str] = mapped_column(String(80), default="")
    """The situation the article answers, e.g. « après la bascule », where others answer the same question."""
    variants: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """All situations of the same question, this one too: `{"slug", "label"}`, in the order of their slugs.

    Those that are not for every reader on every day say so too (`situations.limits_of`).
    """
    replacement: Mapped[dict[str, str] | None] = mapped_column(JSON)
    """What holds once the article has expired: `{"slug", "title"}`."""
    promise: Mapped[str] = mapped_column(String(300), default="")
    """What readers were told will come; empty where nothing was."""
    promise_due_on: Mapped[date | None]
    promise_kept_on: Mapped[date | None]
    notice: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Of a notice: `{"series", "number", "place", "day", "signatory", "supersedes", "reminds"}`, the last two slugs."""
    position: Mapped[int] = mapped_column(default=0)
    readers: Mapped[str] = mapped_column(Text, default="", server_default="")
    """For whom it is kept, as `readers.rules.stored` writes it; empty for everybody."""
    is_behind: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Of a translation: whether its original has changed since."""
    content_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of all that the page shows: source, setting values, renderer, titles of what it leads to."""
    helpful: Mapped[int] = mapped_column(default=0)
    unhelpful: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]
    """When anything of the page changed last, be it the title of another article on it."""
    arrived_at: Mapped[datetime | None]
    """When readers first had it, or had it back; None for what was there before this was noted."""
    worded_at: Mapped[datetime | None]
    """When its title, its short answer or its text changed last; None as above."""

    __table_args__ = (
        UniqueConstraint("slug", "lang"),
        Index("ix_article_collection", "collection", "status", "position"),
    )


class ShownFile(Model):
    """A file that an article shows or leads to, by name: who may read the article may fetch it.

    Written with each `Article.html`. A row for a file that is not there says nothing.
    """

    __tablename__ = "shown_file"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ContentState(Model):
    """One row: a number that grows whenever anything public changed, so caches know, and what the index holds."""

    __tablename__ = "content_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(default=0)
    indexed_generation: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]


class ArticleVote(Model):
    """One answer to « cet article vous a-t-il aidé ? »; nothing about who gave it."""

    __tablename__ = "article_vote"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), index=True)
    helpful: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[VoteReason | None] = mapped_column(
        Enum(VoteReason, native_enum=False, length=20, values_callable=list)
    )
    comment: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    """When an editor said that it was dealt with."""

    __table_args__ = (Index("ix_article_vote_created_at", "created_at"),)


class SearchCount(Model):
    """How often a query was asked on a day, how many answers it had, and what came after; nothing personal."""

    __tablename__ = "search_count"

    day: Mapped[date] = mapped_column(primary_key=True)
    query: Mapped[str] = mapped_column(String(120), primary_key=True)
    lang: Mapped[str] = mapped_column(String(2), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    results: Mapped[int] = mapped_column(default=0)
    forms: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often the complaint form was opened with it."""
    dossiers: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often a dossier was sent from there all the same."""


class Deflection(Model):
    """« Cela répond à ma question »: an article that spared a dossier."""

    __tablename__ = "deflection"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), index=True)
    category: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_deflection_created_at", "created_at"),)
