"""The outgoing mail table."""

from datetime import datetime

from sqlalchemy import JSON, Enum, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model
from helpdesk.outbox.rules import Lane, Reason, State


class OutgoingMail(Model):
    """One mail to one recipient. The body is emptied once a one-time link in it was sent or expired."""

    __tablename__ = "outgoing_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    lane: Mapped[Lane] = mapped_column(Enum(Lane, native_enum=False, length=20, values_callable=list))
    state: Mapped[State] = mapped_column(Enum(State, native_enum=False, length=20, values_callable=list))
    event: Mapped[str] = mapped_column(String(80))
    to_address: Mapped[str] = mapped_column(String(254))
    reply_to: Mapped[str | None] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    markdown: Mapped[str] = mapped_column(Text, default="")
    """The same mail as Markdown with every value escaped; the worker makes the HTML part of it."""
    inserts: Mapped[list[str]] = mapped_column(JSON)
    """People's own texts, set into the HTML part as plain text and never run through Markdown."""
    lang: Mapped[str] = mapped_column(String(2), default="fr")
    thread: Mapped[str | None] = mapped_column(String(80))
    """What belongs together and leaves in order for one recipient, e.g. `ticket:K7Q-482`."""
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    leased_by: Mapped[str | None] = mapped_column(String(80))
    sent_at: Mapped[datetime | None]
    useless_after: Mapped[datetime | None]
    """When a one-time link inside expires: not sent later, and the body is emptied once sent or expired."""
    first_tried_at: Mapped[datetime | None]
    reason: Mapped[Reason | None] = mapped_column(
        Enum(Reason, native_enum=False, length=20, values_callable=list)
    )
    last_error: Mapped[str | None] = mapped_column(String(500))
    """What the server said, for whoever mends it; it may name the address."""

    @property
    def carries_secret(self) -> bool:
        """Whether a one-time link is or was inside."""
        return self.useless_after is not None

    __table_args__ = (
        Index("ix_outgoing_mail_due", "state", "lane", "not_before", "id"),
        Index("ix_outgoing_mail_thread", "thread", "to_address", "id"),
    )
