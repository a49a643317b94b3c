"""The years that were entered."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model
from helpdesk.organisations.affiliation.rules import LABEL_LENGTH


class Affiliation(Model):
    """One year for which an organisation is affiliated, both days included; who paid, and how, stands elsewhere."""

    __tablename__ = "affiliation"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    label: Mapped[str] = mapped_column(String(LABEL_LENGTH))
    """How people call it: « 2026-2027 »."""
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    """Who entered it; their name is read from their account, and goes with it."""

    __table_args__ = (
        CheckConstraint("begins_on <= ends_on", name="in_order"),
        Index("uq_affiliation_year", "organisation_id", "ends_on", unique=True),
    )
