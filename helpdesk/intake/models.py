"""Mail that came in: the mailboxes, every mail raw and read, and the automatic answers that were given.

The raw bytes lie in the database, not in the file store: one commit keeps the mail and the row that says where
it stands, a backup holds both or neither, and no file is left over when a process dies between the two.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Enum, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model
from helpdesk.intake.rules import Looked, Source, State, Why


class Mailbox(Model):
    """A folder on a mail server that mail is fetched from; `name` is its URL without any secret.

    One worker at a time owns it. `fetched` counts what the server moved away at our word, `doubles` those of
    them that were in the database already: the difference is what must have been `stored`, which is counted in
    the transaction that stores it, since mails are forgotten in time.
    """

    __tablename__ = "mailbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300), unique=True)
    lease_until: Mapped[datetime | None]
    leased_by: Mapped[str | None] = mapped_column(String(80))
    tried_at: Mapped[datetime | None]
    ok_at: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(300))
    waiting: Mapped[int] = mapped_column(default=0)
    """Mails that were still in the folder when it was last looked at."""
    fetched: Mapped[int] = mapped_column(default=0)
    doubles: Mapped[int] = mapped_column(default=0)
    stored: Mapped[int] = mapped_column(default=0, server_default="0")


class IncomingMail(Model):
    """One mail, from its raw bytes on. A mail that came twice has one row; `key` and `content` tell.

    What is said of sender, subject and place is empty until it was read. The row stays when the raw bytes go.
    """

    __tablename__ = "incoming_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[Source] = mapped_column(Enum(Source, native_enum=False, length=10, values_callable=list))
    mailbox_id: Mapped[int | None] = mapped_column(ForeignKey("mailbox.id", ondelete="SET NULL"))
    uid_validity: Mapped[int | None] = mapped_column(BigInteger)
    uid: Mapped[int | None] = mapped_column(BigInteger)
    key: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    is_cut: Mapped[bool] = mapped_column(default=False)
    """It was too large: only its beginning is here."""
    envelope_from: Mapped[str] = mapped_column(String(254), default="")
    envelope_to: Mapped[str] = mapped_column(String(254), default="")
    received_at: Mapped[datetime]

    state: Mapped[State] = mapped_column(Enum(State, native_enum=False, length=20, values_callable=list))
    why: Mapped[Why | None] = mapped_column(Enum(Why, native_enum=False, length=40, values_callable=list))
    detail: Mapped[str] = mapped_column(String(300), default="")
    """What a machine said of it, e.g. the header that shows that nobody wrote it."""
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    leased_by: Mapped[str | None] = mapped_column(String(80))
    not_before: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None]
    """When the sender was told that the mail could not be read; once."""

    message_id: Mapped[str] = mapped_column(String(500), default="")
    from_address: Mapped[str] = mapped_column(String(254), default="")
    from_name: Mapped[str] = mapped_column(String(120), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    visible: Mapped[str] = mapped_column(Text, default="")
    hidden: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str | None] = mapped_column(Text)
    """The HTML part, cleaned and masked; None without one."""
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Its files in their order: `{"name", "type", "size", "inline"}`."""

    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id", ondelete="SET NULL"))
    escalation_id: Mapped[int | None] = mapped_column(ForeignKey("escalation.id", ondelete="SET NULL"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    """The colleague who wrote it, once that is known or claimed."""
    guess: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What was guessed for the dossier it opened, until somebody checks: see `guessing.Guess`."""
    confirm_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Digest of the secret of the link that lets its sender confirm it."""
    confirm_until: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("key", "content"),
        UniqueConstraint("mailbox_id", "uid_validity", "uid"),
        Index("ix_incoming_mail_state", "state", "id"),
        Index("ix_incoming_mail_message_id", "message_id"),
        Index("ix_incoming_mail_ticket", "ticket_id", "id"),
        Index("ix_incoming_mail_content", "content"),
    )


class RawMail(Model):
    """The bytes of a mail as they came, until they are old enough to be forgotten."""

    __tablename__ = "raw_mail"

    mail_id: Mapped[int] = mapped_column(
        ForeignKey("incoming_mail.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)


class MailReading(Model):
    """Somebody who works here opened a mail that no dossier guards, or its original; see `readings`."""

    __tablename__ = "mail_reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("incoming_mail.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    what: Mapped[Looked] = mapped_column(Enum(Looked, native_enum=False, length=10, values_callable=list))
    read_at: Mapped[datetime]

    __table_args__ = (Index("ix_mail_reading_mail", "mail_id", "id"),)


class AutomaticAnswer(Model):
    """An answer that no person wrote, for the brake against loops; rows live a day."""

    __tablename__ = "automatic_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    address_key: Mapped[str] = mapped_column(String(64))
    """Keyed digest of the address: the table names nobody."""
    about: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_automatic_answer_address", "address_key", "created_at"),)
