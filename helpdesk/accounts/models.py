"""People, their roles, sessions, one-time links and counters of attempts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Enum, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.accounts.rules import Role
from helpdesk.db import Model


class LinkPurpose(StrEnum):
    """What a one-time link is for; a link of one purpose never serves another."""

    SIGN_IN = "sign_in"
    RESET = "reset"
    INVITATION = "invitation"


class Person(Model):
    """Someone who may sign in. `email` is stored lower-case."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    lang: Mapped[str] = mapped_column(String(2), default="fr")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The TOTP seed, encrypted with a key derived from the secret key."""
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None]
    shortcuts: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    grants: Mapped[list["RoleGrant"]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    __table_args__ = (Index("ix_person_name", "name", "id"),)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles now held."""
        return frozenset(grant.role for grant in self.grants)


class RoleGrant(Model):
    """A role held by a person."""

    __tablename__ = "role_grant"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(
        Enum(Role, native_enum=False, length=20, values_callable=list), primary_key=True
    )


class RecoveryCode(Model):
    """A single-use code for who lost the second factor, stored hashed."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class SignInSession(Model):
    """A signed-in browser: the 256-bit id is in its cookie, its SHA-256 here."""

    __tablename__ = "sign_in_session"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(String(120), default="")
    """A short description for the person's own list, e.g. « Firefox, Windows »."""


class OneTimeLink(Model):
    """A link that was mailed: single use, stored hashed, one purpose."""

    __tablename__ = "one_time_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(
        Enum(LinkPurpose, native_enum=False, length=20, values_callable=list)
    )
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Attempts(Model):
    """How often something limited was done in one window of time, counted across processes."""

    __tablename__ = "attempts"

    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]

    __table_args__ = (Index("ix_attempts_expires_at", "expires_at"),)
