"""Organisations, the dated links between them, their contacts and their members with an account."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.db import Model
from helpdesk.organisations.rules import ContactFunction, Family, Kind, Line


class Organisation(Model):
    """A body of the federation. `name_key` is its folded name and short name, for searching."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60), default="")
    name_key: Mapped[str] = mapped_column(String(300), index=True)
    kind: Mapped[Kind] = mapped_column(Enum(Kind, native_enum=False, length=40, values_callable=list))
    family: Mapped[Family] = mapped_column(Enum(Family, native_enum=False, length=20, values_callable=list))
    department: Mapped[str] = mapped_column(String(3), default="")
    region: Mapped[str] = mapped_column(String(3), default="")
    town: Mapped[str] = mapped_column(String(80), default="")
    postcode: Mapped[str] = mapped_column(String(5), default="")
    role_mailbox: Mapped[str] = mapped_column(String(254), default="")
    monthly_collection_cents: Mapped[int | None]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime]


class OrganisationLink(Model):
    """A parent above a child along one line, between two days; the graph has no cycle."""

    __tablename__ = "organisation_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    line: Mapped[Line] = mapped_column(Enum(Line, native_enum=False, length=10, values_callable=list))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("parent_id <> child_id", name="not_itself"),
        Index("uq_organisation_link", "parent_id", "child_id", "line", "valid_from", unique=True),
    )


class OrganisationContact(Model):
    """Whom to reach in an organisation, by function."""

    __tablename__ = "organisation_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    function: Mapped[ContactFunction] = mapped_column(
        Enum(ContactFunction, native_enum=False, length=20, values_callable=list)
    )
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")


class Membership(Model):
    """A person with an account who speaks for an organisation between two days."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    function: Mapped[ContactFunction] = mapped_column(
        Enum(ContactFunction, native_enum=False, length=20, values_callable=list)
    )
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
