"""Dossiers: the complaint, its history, files, private links and the rules that route them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.core.identifiers import fold_key
from helpdesk.core.topics import Severity
from helpdesk.db import Model
from helpdesk.tickets.rules import Channel, EntryKind, Priority, SeverityBy, Status

FIND_KEY_LENGTH = 600
"""Short enough for an index on PostgreSQL, whatever the signs: four bytes each, less than 2,704."""


FOUND_BY = ("subject", "requester_name", "requester_email", "organisation_text")


def _find_key(context: Any) -> str:
    row = context.get_current_parameters()
    return fold_key(" ".join(row.get(part) or "" for part in FOUND_BY))[:FIND_KEY_LENGTH]


def find_key_of(ticket: "Ticket") -> str:
    """Return what agents find a dossier by, after it changed."""
    return fold_key(" ".join(getattr(ticket, part) for part in FOUND_BY))[:FIND_KEY_LENGTH]


ACTIVE_SQL = text("status IN ('new', 'open', 'waiting', 'escalated')")
ACTIVE_ONLY: dict[str, Any] = {"sqlite_where": ACTIVE_SQL, "postgresql_where": ACTIVE_SQL}

BY_CHANGE_SQL = text("status IN ('waiting', 'escalated', 'resolved')")
# An index on the status of every dossier would draw SQLite away from those ordered by deadline: it takes a
# status for rarer than it is, then reads and sorts thousands of rows for one page.
BY_CHANGE_ONLY: dict[str, Any] = {"sqlite_where": BY_CHANGE_SQL, "postgresql_where": BY_CHANGE_SQL}
WHOSE = ("assignee_id", "desk_id", "confidential")


class RoutingRule(Model):
    """A routing rule as supervisors edit it; `conditions` is read by `routing.rules`."""

    __tablename__ = "routing_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(120))
    conditions: Mapped[dict[str, Any]] = mapped_column(JSON)
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    priority: Mapped[Priority] = mapped_column(
        Enum(Priority, native_enum=False, length=10, values_callable=list)
    )


class Ticket(Model):
    """A complaint and where it stands. `version` grows with every change: a stale reply is refused by it."""

    __tablename__ = "ticket"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(9), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[Status] = mapped_column(Enum(Status, native_enum=False, length=10, values_callable=list))
    channel: Mapped[Channel] = mapped_column(
        Enum(Channel, native_enum=False, length=10, values_callable=list)
    )
    lang: Mapped[str] = mapped_column(String(2), default="fr")
    category: Mapped[str] = mapped_column(String(40))
    subcategory: Mapped[str] = mapped_column(String(40), default="")
    subject: Mapped[str] = mapped_column(String(150))
    find_key: Mapped[str] = mapped_column(String(FIND_KEY_LENGTH), index=True, default=_find_key)
    """Subject, requester, mailbox and organisation, folded: what agents find a dossier by."""
    article_slug: Mapped[str] = mapped_column(String(80), default="")
    """The article the member came from, if any."""

    # Who asks
    requester_name: Mapped[str] = mapped_column(String(120), default="")
    requester_email: Mapped[str] = mapped_column(String(254), default="")
    requester_phone: Mapped[str] = mapped_column(String(20), default="")
    """E.164."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    organisation_text: Mapped[str] = mapped_column(String(200), default="")
    confidential: Mapped[bool] = mapped_column(default=False)
    """The member asked for discretion: never reached through the organisation."""
    no_voicemail: Mapped[bool] = mapped_column(default=False)
    mail_failure: Mapped[str | None] = mapped_column(String(20))
    """Why the last mail to the requester did not arrive (`outbox.rules.Reason`); None when nothing is wrong."""

    # The facts of the complaint (core.topics.Field)
    amount_cents: Mapped[int | None]
    debit_on: Mapped[date | None]
    due_on: Mapped[date | None]
    deadline_on: Mapped[date | None]
    deadline_confirmed: Mapped[bool] = mapped_column(default=False)
    members_touched: Mapped[int | None]
    rum: Mapped[str] = mapped_column(String(35), default="")
    reason_code: Mapped[str] = mapped_column(String(4), default="")
    vendor_reference: Mapped[str] = mapped_column(String(60), default="")
    vendor_contacted_on: Mapped[date | None]
    refunded: Mapped[bool | None]
    agent_facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What agents established and no form asks: fields of `facts.rules.Facts`, by name; days as text."""

    # What the rules decided, and why
    severity: Mapped[Severity] = mapped_column(
        Enum(Severity, native_enum=False, length=2, values_callable=list)
    )
    severity_by: Mapped[SeverityBy] = mapped_column(
        Enum(SeverityBy, native_enum=False, length=10, values_callable=list)
    )
    severity_reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    priority: Mapped[Priority] = mapped_column(
        Enum(Priority, native_enum=False, length=10, values_callable=list)
    )
    routing: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Which rule fired and what matched, as it was then: `{"rule", "name", "matched"}`."""
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    # Clocks
    clocks: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The clocks as `clocks.rules` knows them, by kind; the instants below are read off them."""
    first_answer_due_at: Mapped[datetime | None]
    first_answered_at: Mapped[datetime | None]
    resolve_due_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    callback_wanted: Mapped[bool] = mapped_column(default=False)
    callback_slot: Mapped[str] = mapped_column(String(120), default="")
    callback_due_at: Mapped[datetime | None]
    callback_done_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    """The earliest of the running deadlines; None when nothing runs. Lists are ordered by it."""

    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Random value of the form: a second submit of it finds the first dossier."""
    merged_into_id: Mapped[int | None]
    """The dossier that has its history now. No foreign key: what was erased there leaves this one as it is."""
    escalated_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    # Lists and their counts are read off these indexes alone: after the order of the list come the
    # columns that say whose a dossier is and who may see it.
    __table_args__ = (
        Index("ix_ticket_active_due", "due_at", "id", "status", *WHOSE, **ACTIVE_ONLY),
        Index(
            "ix_ticket_active_assignee",
            "assignee_id",
            "due_at",
            "id",
            "status",
            "desk_id",
            "confidential",
            **ACTIVE_ONLY,
        ),
        Index(
            "ix_ticket_status_updated",
            "status",
            "updated_at",
            "id",
            *WHOSE,
            "resolved_at",
            **BY_CHANGE_ONLY,
        ),
        Index("ix_ticket_created", "created_at", "id"),
        # The last dossiers of one person, read backwards.
        Index("ix_ticket_requester_email", "requester_email", "id"),
        Index("ix_ticket_requester_phone", "requester_phone", "id"),
    )


class Entry(Model):
    """One line of a dossier's history, in order of id. Members see only what `is_public` says."""

    __tablename__ = "entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    kind: Mapped[EntryKind] = mapped_column(
        Enum(EntryKind, native_enum=False, length=10, values_callable=list)
    )
    is_public: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    author_name: Mapped[str] = mapped_column(String(120), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    hidden: Mapped[str] = mapped_column(Text, default="", server_default="")
    """What a mail quoted and signed under its text: shown when asked for."""
    mail_id: Mapped[int | None]
    """The mail this came by. No foreign key: mails stand above dossiers."""
    event: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """For kind `event`: `{"kind": EventKind, …values}`; the words are made when it is shown."""
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_entry_ticket", "ticket_id", "id"),)


class Attachment(Model):
    """A file of an entry, stored under `store_key`; `name` was cleaned on the way in."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), index=True)
    store_key: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(150))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class FollowLink(Model):
    """A private link to follow a dossier: the token is in the mail, its SHA-256 here."""

    __tablename__ = "follow_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
