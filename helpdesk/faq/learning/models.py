"""Formulations proposed for articles, and how often articles were read; nothing about who."""

from datetime import date, datetime

from sqlalchemy import Enum, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model
from helpdesk.faq.learning.rules import LONGEST_ALIAS, ProposalState


class AliasProposal(Model):
    """Words that an article answers, and how often each way of showing it was taken. Days, never instants."""

    __tablename__ = "alias_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(LONGEST_ALIAS))
    """The words without case, accents and signs: the same key is the same proposal."""
    words: Mapped[str] = mapped_column(String(LONGEST_ALIAS))
    """The words as they were typed first."""
    votes: Mapped[int] = mapped_column(default=0)
    """Readers who came by these words and said « oui »."""
    accepted: Mapped[int] = mapped_column(default=0)
    """People who were writing to us with these words and said that the article answers."""
    linked: Mapped[int] = mapped_column(default=0)
    """Answers to dossiers with this subject in which an agent named the article."""
    state: Mapped[ProposalState] = mapped_column(
        Enum(ProposalState, native_enum=False, length=10, values_callable=list)
    )
    first_on: Mapped[date]
    last_on: Mapped[date]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    __table_args__ = (
        UniqueConstraint("article_id", "key"),
        Index("ix_alias_proposal_state", "state", "last_on"),
    )


class ReadingCount(Model):
    """How often an article was read on a day, and what came after."""

    __tablename__ = "reading_count"

    day: Mapped[date] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    lang: Mapped[str] = mapped_column(String(2), primary_key=True)
    views: Mapped[int] = mapped_column(default=0)
    forms: Mapped[int] = mapped_column(default=0)
    """How often the complaint form was opened from it."""
    dossiers: Mapped[int] = mapped_column(default=0)
    """How often a dossier was sent from there all the same."""
