"""Glossary, trees of questions and guides as they were loaded, and how often a tree led to one of its ends."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model


class Companion(Model):
    """One thing of content/ that is no article; `value` is what its own module wrote and reads again."""

    __tablename__ = "companion"

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    """`glossary`, `tree`, `guide` or `journey`."""
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    value: Mapped[Any] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))


class ContentFile(Model):
    """A file of content/ that is no article, byte for byte: what guides offer, and what an export writes again."""

    __tablename__ = "content_file"

    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    """From the content folder down, with `/`."""
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class DiagnosisEnd(Model):
    """How often a tree of questions led to an end on a day; nothing about who was led."""

    __tablename__ = "diagnosis_end"

    day: Mapped[date] = mapped_column(primary_key=True)
    tree: Mapped[str] = mapped_column(String(80), primary_key=True)
    end: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
