"""Outgoing mail, the addresses that lead back to it, and the addresses that nothing is sent to."""

from datetime import datetime

from sqlalchemy import JSON, Enum, Float, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model
from helpdesk.outbox.bounce_rules import BounceKind, Cause
from helpdesk.outbox.rules import Lane, Reason, State

_WORDED, _ALONE = text("text <> ''"), text("thread IS NULL")


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
    leave_url: Mapped[str] = mapped_column(String(300), default="")
    """Where a mail program says that its owner wants no more of these (RFC 8058); empty for other mails."""
    thread: Mapped[str | None] = mapped_column(String(80))
    """What belongs together and leaves in order for one recipient, e.g. `ticket:K7Q-482`."""
    answerable: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether an answer by mail finds its way into the thread."""
    auto_reply: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it acknowledges a mail: it leaves with the null sender, so that no loop can begin."""
    link_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether only the links of the text may be sent: a dossier to be handled with discretion."""
    person_id: Mapped[int | None]
    """Whom of those who work here it is for; their choices are looked up when it is sent. No foreign key: it
    may outlive the person."""
    scope: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """What their choices may differ by, e.g. `desk:3`."""
    domain: Mapped[str] = mapped_column(String(253), default="", server_default="")
    """Domain of the address, for the limit of mails a minute."""
    in_reply_to: Mapped[str | None] = mapped_column(String(250))
    """Message-ID of the mail that came in and that this one answers."""
    bounce_token: Mapped[str | None] = mapped_column(String(40))
    """Random part of the address that a failure notice of this mail comes back to."""
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    leased_by: Mapped[str | None] = mapped_column(String(80))
    tried_at: Mapped[datetime | None]
    """When it was last handed to the server, or about to be."""
    sent_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]
    """When the receiving side said, after taking it, that it cannot be delivered."""
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
        Index("ix_outgoing_mail_tried", "tried_at", "domain"),
        Index("ix_outgoing_mail_person", "person_id", "state"),
        Index("ix_outgoing_mail_bounce_token", "bounce_token", unique=True),
        # What is to be forgotten one day: most rows have no words or belong to a thread, and are in neither.
        Index("ix_outgoing_mail_worded", "created_at", sqlite_where=_WORDED, postgresql_where=_WORDED),
        Index("ix_outgoing_mail_alone", "created_at", sqlite_where=_ALONE, postgresql_where=_ALONE),
    )


class ReplyToken(Model):
    """Who may answer in which thread: the digest of the secret in the Reply-To address of their mails."""

    __tablename__ = "reply_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    thread: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    """Put off by each mail that carries the token."""


class MailBounce(Model):
    """A failure notice or a complaint about one mail; one of each kind counts, however often it is repeated."""

    __tablename__ = "mail_bounce"

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("outgoing_mail.id", ondelete="CASCADE"))
    kind: Mapped[BounceKind] = mapped_column(
        Enum(BounceKind, native_enum=False, length=20, values_callable=list)
    )
    address: Mapped[str] = mapped_column(String(254))
    status: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(500))
    reason: Mapped[Reason] = mapped_column(Enum(Reason, native_enum=False, length=20, values_callable=list))
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("mail_id", "kind"),)


class Suppression(Model):
    """What is known against an address: its score, and since when nothing is sent to it."""

    __tablename__ = "mail_suppression"

    id: Mapped[int] = mapped_column(primary_key=True)
    address_key: Mapped[str] = mapped_column(String(254), unique=True)
    cause: Mapped[Cause] = mapped_column(Enum(Cause, native_enum=False, length=20, values_callable=list))
    status: Mapped[str] = mapped_column(String(12), default="")
    text: Mapped[str] = mapped_column(String(500), default="")
    """What the receiving side said last."""
    score: Mapped[float] = mapped_column(Float, default=0.0)
    scored_at: Mapped[datetime]
    suppressed_at: Mapped[datetime | None] = mapped_column(index=True)
    until_at: Mapped[datetime | None]
    """When it ends by itself; None: when somebody lifts it."""
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str] = mapped_column(String(120), default="")
    lifted_because: Mapped[str] = mapped_column(String(300), default="")


class Pause(Model):
    """A lane that was stopped, every lane for the name "all"; its mails wait."""

    __tablename__ = "mail_pause"

    lane: Mapped[str] = mapped_column(String(20), primary_key=True)
    paused_by: Mapped[str] = mapped_column(String(120))
    because: Mapped[str] = mapped_column(String(300))
    paused_at: Mapped[datetime]
