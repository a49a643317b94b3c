"""Steps that are done, what happened to them, private links to checklists, and reminders."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.activation.reminders.rules import ReminderState
from helpdesk.activation.rules import NAME_LENGTH, REASON_LENGTH, Via
from helpdesk.db import Model


class StepDone(Model):
    """A step that an organisation has done; `statements` are the sentences that were ticked, word for word."""

    __tablename__ = "activation_step"

    # In the order in which a journey is counted: all of it, organisation by organisation.
    journey: Mapped[str] = mapped_column(String(40), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    step: Mapped[str] = mapped_column(String(40), primary_key=True)
    done_at: Mapped[datetime]
    by_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    via: Mapped[Via] = mapped_column(Enum(Via, native_enum=False, length=10, values_callable=list))
    statements: Mapped[list[str]] = mapped_column(JSON, default=list)


class StepEvent(Model):
    """A step was done or taken back: by whom, by which way, and why when the desk did it."""

    __tablename__ = "activation_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    journey: Mapped[str] = mapped_column(String(40))
    step: Mapped[str] = mapped_column(String(40))
    is_done: Mapped[bool]
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    by_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    via: Mapped[Via] = mapped_column(Enum(Via, native_enum=False, length=10, values_callable=list))
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")
    statements: Mapped[list[Any]] = mapped_column(JSON, default=list)

    __table_args__ = (Index("ix_activation_event_organisation", "organisation_id", "journey", "id"),)


class ChecklistLink(Model):
    """A private link to the checklists of one organisation; its secret is in a mail, its hash here."""

    __tablename__ = "activation_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    journey: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Reminder(Model):
    """A reminder to one organisation: wanted by somebody, or by the clock, then mailed by the worker."""

    __tablename__ = "activation_reminder"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    journey: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(40))
    """Where the organisation stood: a step, or that it had done nothing."""
    state: Mapped[ReminderState] = mapped_column(
        Enum(ReminderState, native_enum=False, length=10, values_callable=list)
    )
    wanted_at: Mapped[datetime]
    by_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    """Empty when the clock wanted it."""
    mailed_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_activation_reminder_organisation", "organisation_id", "wanted_at"),
        Index("ix_activation_reminder_sent", "journey", "wanted_at", "place"),
        Index("ix_activation_reminder_state", "state", "id"),
    )
