"""Steps that are done, what happened to them, private links to checklists, reminders and who left them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, Index, String, UniqueConstraint, false, select
from sqlalchemy.orm import Mapped, MappedSQLExpression, column_property, mapped_column

from helpdesk.accounts.models import Person
from helpdesk.activation.reminders.rules import ReminderState
from helpdesk.activation.rules import REASON_LENGTH, Via
from helpdesk.db import Model
from helpdesk.faq.wishes.models import Correspondence


def _name_of(person_id: Any) -> MappedSQLExpression[Any]:
    """Read the name of a person where it is kept, so that it is erased and corrected in one place."""
    named = select(Person.name).where(Person.id == person_id)
    return column_property(named.correlate_except(Person).scalar_subquery())


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
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    by_name: Mapped[str | None] = _name_of(person_id)
    """None behind a private link, and once the person is erased."""
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
    by_name: Mapped[str | None] = _name_of(person_id)
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
    by_clock: Mapped[bool] = mapped_column(default=False, server_default=false())
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """Who wanted it; None for the clock, and once the person is erased."""
    by_name: Mapped[str | None] = _name_of(person_id)
    mailed_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_activation_reminder_organisation", "organisation_id", "wanted_at"),
        Index("ix_activation_reminder_sent", "journey", "wanted_at", "place"),
        Index("ix_activation_reminder_state", "state", "id"),
    )


class RemindedMailbox(Correspondence):
    """A role mailbox that reminders of a journey went to, and since when it wants no more of them.

    Kept once left, else the next reminder would leave; any other goes long after its last reminder.
    """

    __tablename__ = "reminded_mailbox"
    ABOUT, PURPOSE, LEFT_AT = "journey", "reminders", "activation.leave"

    journey: Mapped[str] = mapped_column(String(40))
    left_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    """When it had its last reminder, whatever became since of the organisations that it stood for."""

    __table_args__ = (UniqueConstraint("journey", "email"),)
