"""Escalations to the confederal administration, their signed links, frozen texts and history."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model
from helpdesk.escalation.rules import Move, Origin, State

PENDING_SQL = text("state IN ('proposed', 'sent', 'acknowledged', 'in_charge')")


class Escalation(Model):
    """One serious case taken, or proposed, to the confederal administration.

    A dossier has one that is pending at most. `version` grows with every change: an answer written on
    an older one is refused with what happened meanwhile.
    """

    __tablename__ = "escalation"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[State] = mapped_column(Enum(State, native_enum=False, length=20, values_callable=list))
    origin: Mapped[Origin] = mapped_column(Enum(Origin, native_enum=False, length=10, values_callable=list))
    grounds: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """What the rules found, as it was then: `{"ground", "found", "limit", "until"}`."""
    is_loud: Mapped[bool] = mapped_column(default=False)
    """The supervisors hear of the proposal at once."""
    asked_by_member: Mapped[bool] = mapped_column(default=False)
    member_reason: Mapped[str] = mapped_column(Text, default="")

    # What the agent writes, prefilled by the draft
    summary: Mapped[str] = mapped_column(Text, default="")
    asks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """What is asked of the bank, in order: `{"text", "by"}`, a day each."""
    tried: Mapped[str] = mapped_column(Text, default="")
    """What was tried at level 1, in the agent's words."""
    untried_because: Mapped[str] = mapped_column(Text, default="")
    """Why nothing could be tried at level 1."""
    respond_by: Mapped[date | None]

    proposed_at: Mapped[datetime]
    supervisor_told_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    sent_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    second_told_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    """The last word of the administrators: their answer, or why they refuse."""

    __table_args__ = (
        Index("ix_escalation_state", "state", "proposed_at", "id"),
        Index(
            "uq_escalation_pending",
            "ticket_id",
            unique=True,
            sqlite_where=PENDING_SQL,
            postgresql_where=PENDING_SQL,
        ),
    )


class EscalationCopy(Model):
    """A text as it was sent, frozen; a case that grew graver while it was pending has several."""

    __tablename__ = "escalation_copy"

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    sections: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Both renderings as pages show them: `{"internal": […], "bank": […]}`, see `dossier.rules`."""
    text: Mapped[str] = mapped_column(Text)
    """Both renderings as the mail says them, without its links."""
    sha256: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime]


class EscalationLink(Model):
    """A signed link of a mail: stored hashed, one addressee, one escalation."""

    __tablename__ = "escalation_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id", ondelete="CASCADE"), index=True)
    addressee: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class EscalationStep(Model):
    """One thing that happened to an escalation, in order of id; `state` is where it led."""

    __tablename__ = "escalation_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id", ondelete="CASCADE"), index=True)
    state: Mapped[State] = mapped_column(Enum(State, native_enum=False, length=20, values_callable=list))
    move: Mapped[Move | None] = mapped_column(Enum(Move, native_enum=False, length=20, values_callable=list))
    """None for the proposal itself, which nobody's move made."""
    actor: Mapped[str] = mapped_column(String(254), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    bank_text: Mapped[str] = mapped_column(Text, default="")
    """What the bank replied, in the words of who passes it on."""
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Random value of the form: sent twice, it is done once."""
    created_at: Mapped[datetime]


class EscalationRedirect(Model):
    """A mail to the administration that did not arrive, and who was written to instead, once for each mail."""

    __tablename__ = "escalation_redirect"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    reason: Mapped[str] = mapped_column(String(20))
    """The value of `outbox.rules.Reason`, empty when unknown."""
    passed_to: Mapped[str] = mapped_column(String(254))
    """Empty when nobody is left to write to."""
    created_at: Mapped[datetime]
