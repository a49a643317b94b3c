"""Whom the owner named in an article stands for, and who writes and publishes: those who are told by mail."""

from collections.abc import Sequence

from sqlalchemy import select

from helpdesk.accounts.models import Person, RoleGrant
from helpdesk.accounts.rules import Role
from helpdesk.config import settings
from helpdesk.core.identifiers import fold_key
from helpdesk.db import db
from helpdesk.outbox.service import Envelope


def active_people(role: Role) -> Sequence[Person]:
    """Return who now holds a role and may sign in."""
    holders = select(RoleGrant.person_id).where(RoleGrant.role == role)
    return db.session.scalars(
        select(Person).where(Person.id.in_(holders), Person.disabled_at.is_(None)).order_by(Person.id)
    ).all()


def mailboxes_of(owner: str) -> Sequence[Envelope]:
    """Return whom an owner’s name stands for: a mailbox of the settings, a person who writes, or all editors."""
    boxes = {fold_key(name): box for name, box in settings().content_owners.items()}
    if fold_key(owner) in boxes:
        return [Envelope(boxes[fold_key(owner)])]
    writers = {each.id: each for role in (Role.EDITOR, Role.PUBLISHER) for each in active_people(role)}
    named = [each for each in writers.values() if fold_key(each.name) == fold_key(owner)]
    return [Envelope(each.email, each.lang) for each in named or writers.values()]
