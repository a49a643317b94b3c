"""Escalations to the confederal administration, their signed links and their history."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model
from helpdesk.escalation.rules import State


class Escalation(Model):
    """One serious case taken, or proposed, to the confederal administration."""

    __tablename__ = "escalation"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[State] = mapped_column(Enum(State, native_enum=False, length=20, values_callable=list))
    grounds: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """What the rules found, as it was then: `{"ground", …values}`."""
    asked_by_member: Mapped[bool] = mapped_column(default=False)
    summary: Mapped[str] = mapped_column(Text, default="")
    asks: Mapped[str] = mapped_column(Text, default="")
    tried: Mapped[str] = mapped_column(Text, default="")
    """What was tried at level 1, in the agent's words."""
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
    sent_copy: Mapped[str] = mapped_column(Text, default="")
    """The text that was sent, frozen."""
    sent_copy_sha256: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (Index("ix_escalation_state", "state", "proposed_at"),)


class EscalationLink(Model):
    """A signed link of the mail: stored hashed, one addressee, one escalation."""

    __tablename__ = "escalation_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id", ondelete="CASCADE"), index=True)
    addressee: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class EscalationStep(Model):
    """One thing that happened to an escalation, in order of id."""

    __tablename__ = "escalation_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id", ondelete="CASCADE"), index=True)
    state: Mapped[State] = mapped_column(Enum(State, native_enum=False, length=20, values_callable=list))
    actor: Mapped[str] = mapped_column(String(254), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
