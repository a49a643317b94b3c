"""People and their sessions, as the other modules of accounts need them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from helpdesk.accounts.models import Person, SignInSession
from helpdesk.config import settings
from helpdesk.core.errors import NotFound
from helpdesk.core.identifiers import email_key
from helpdesk.db import db

SESSIONS_LISTED = 50


class Resident(NamedTuple):
    """What signing in needs to know of a person who is not disabled."""

    id: int
    email: str
    lang: str
    password_hash: str | None


def find_resident(email: str) -> Resident | None:
    """Return who may sign in with this mailbox, or None.

    One statement whether there is somebody or not, so that the answer takes as long.
    """
    row = db.session.execute(
        select(Person.id, Person.email, Person.lang, Person.password_hash)
        .where(Person.email == email_key(email))
        .where(Person.disabled_at.is_(None))
    ).one_or_none()
    return Resident(*row) if row else None


def find_person_by_email(email: str) -> Person | None:
    """Return who has this mailbox, or None."""
    return db.session.scalar(select(Person).where(Person.email == email_key(email)))


def get_person(person_id: int) -> Person:
    """Return a person; raise NotFound."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def list_sessions(person_id: int, *, now: datetime) -> Sequence[SignInSession]:
    """List a person's open sessions, the latest seen first."""
    chosen = settings()
    return db.session.scalars(
        select(SignInSession)
        .where(SignInSession.person_id == person_id)
        .where(SignInSession.seen_at > now - timedelta(minutes=chosen.session_idle_minutes))
        .where(SignInSession.created_at > now - timedelta(hours=chosen.session_absolute_hours))
        .order_by(SignInSession.seen_at.desc(), SignInSession.id_hash)
        .limit(SESSIONS_LISTED)
    ).all()
