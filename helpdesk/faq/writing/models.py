"""Texts as they are written, their history, and the files that articles show."""

from datetime import date, datetime

from sqlalchemy import Enum, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model
from helpdesk.faq.writing.rules import Event, Kind, State


class Manuscript(Model):
    """One text of content/, to the last byte, as it is worked on: `Article` is what readers see of it.

    In state PUBLISHED, `text` is public; in DRAFT and REVIEW, `public_text` is, None if nothing ever was.
    """

    __tablename__ = "manuscript"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(200), unique=True)
    """Its place under content/, e.g. `faq/collecte-en-ligne/changer-iban.md`."""
    kind: Mapped[Kind] = mapped_column(Enum(Kind, native_enum=False, length=10, values_callable=list))
    slug: Mapped[str] = mapped_column(String(80))
    lang: Mapped[str] = mapped_column(String(2))
    state: Mapped[State] = mapped_column(Enum(State, native_enum=False, length=10, values_callable=list))
    title: Mapped[str] = mapped_column(String(200), default="")
    collection: Mapped[str] = mapped_column(String(60), default="")
    owner: Mapped[str] = mapped_column(String(120), default="")
    reviewed_on: Mapped[date | None]
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64))
    public_text: Mapped[str | None] = mapped_column(Text)
    publish_at: Mapped[datetime | None]
    """When the text becomes public by itself."""
    scheduled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    """Who wrote last; None for a file."""
    file_hash: Mapped[str] = mapped_column(String(64), default="")
    """What the last load found in the file; empty if it never found one."""
    export_hash: Mapped[str] = mapped_column(String(64), default="")
    export_folder: Mapped[str] = mapped_column(String(500), default="")
    file_text: Mapped[str | None] = mapped_column(Text)
    """The file’s text where both sides changed; empty where the file was removed; None without conflict."""
    alarmed_on: Mapped[date | None]
    """When its owner was last told that a review is due."""
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("kind", "slug", "lang"),
        Index("ix_manuscript_list", "kind", "state", "reviewed_on", "id"),
        Index("ix_manuscript_publish_at", "publish_at"),
    )

    @property
    def live_text(self) -> str | None:
        """What readers see now, None if nothing."""
        if self.state is State.ARCHIVED:
            return None
        return self.text if self.state is State.PUBLISHED else self.public_text

    @property
    def in_conflict(self) -> bool:
        """Tell whether the file and this text both changed."""
        return self.file_text is not None


class Revision(Model):
    """A line of a text’s history, with the whole text as it was then; a loaded text has none until it changes."""

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    manuscript_id: Mapped[int] = mapped_column(ForeignKey("manuscript.id", ondelete="CASCADE"))
    number: Mapped[int]
    event: Mapped[Event] = mapped_column(Enum(Event, native_enum=False, length=12, values_callable=list))
    text: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    person_name: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("manuscript_id", "number"),)


class ArticleFile(Model):
    """An image or a document that articles show; `name` is its address and its name under content/files/."""

    __tablename__ = "article_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    alt: Mapped[str] = mapped_column(String(300), default="")
    """What the image shows, in words; the title of a document."""
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_article_file_created_at", "created_at"),)
