"""Glossary, trees of questions and guides as they were loaded, and how often a tree led to one of its ends."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model


class Companion(Model):
    """One thing of content/ that is no article; `value` is what its own module wrote and reads again."""

    __tablename__ = "companion"

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    """`glossary`, `tree` or `guide`."""
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    value: Mapped[Any] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))


class GuideFile(Model):
    """One file of one version of a guide. Versions that were once out stay."""

    __tablename__ = "guide_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    guide: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    __table_args__ = (Index("uq_guide_file_place", "guide", "version", "name", unique=True),)


class DiagnosisEnd(Model):
    """How often a tree of questions led to an end on a day; nothing about who was led."""

    __tablename__ = "diagnosis_end"

    day: Mapped[date] = mapped_column(primary_key=True)
    tree: Mapped[str] = mapped_column(String(80), primary_key=True)
    end: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
