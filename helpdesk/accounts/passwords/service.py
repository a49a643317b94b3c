"""Changing a password, setting one by a link. Hashing is slow, so it happens before the transaction."""

from datetime import datetime

from helpdesk.accounts.events import record
from helpdesk.accounts.identity import confirm_identity
from helpdesk.accounts.letters import Change, tell_change
from helpdesk.accounts.links import drop_links, get_link_owner, use_link
from helpdesk.accounts.models import LinkPurpose, Person
from helpdesk.accounts.passwords.hashing import hash_password
from helpdesk.accounts.passwords.labels import weakness_sentence
from helpdesk.accounts.passwords.rules import find_weakness
from helpdesk.accounts.queries import get_person
from helpdesk.accounts.sessions import Device, end_sessions_of, start_session
from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings
from helpdesk.core.errors import Refused
from helpdesk.db import transactional


class WeakPassword(Refused):
    """Refuse a password and say why."""


def refuse_weak(password: str, *, name: str, email: str) -> None:
    """Raise WeakPassword when a password is too easy to guess for this person on this site."""
    weakness = find_weakness(password, [name, email, settings().site_name, settings().publisher_name])
    if weakness:
        raise WeakPassword(weakness_sentence(weakness))


def change_password(viewer: Viewer, old: str, new: str, *, now: datetime) -> None:
    """Replace the viewer's password; every other session ends."""
    confirm_identity(viewer, old, now=now)
    refuse_weak(new, name=viewer.name, email=viewer.email)
    _keep(viewer.id, hash_password(new), now=now, but_session=viewer.session_hash)


def set_password_by_link(
    token: str, purpose: LinkPurpose, password: str, device: Device, *, now: datetime
) -> str:
    """Use a link up to set a password; return the secret of a session that still owes the second factor."""
    person = get_link_owner(token, purpose, now=now)
    refuse_weak(password, name=person.name, email=person.email)
    return _keep_by_link(token, purpose, hash_password(password), device, now=now)


@transactional
def _keep_by_link(
    token: str, purpose: LinkPurpose, password_hash: str, device: Device, *, now: datetime
) -> str:
    person = use_link(token, purpose, now=now)
    _keep(person.id, password_hash, now=now)
    return start_session(person.id, now=now, device=device)


@transactional
def _keep(person_id: int, password_hash: str, *, now: datetime, but_session: str = "") -> None:
    person: Person = get_person(person_id)
    is_first = person.password_hash is None
    person.password_hash = password_hash
    end_sessions_of(person_id, but=but_session)
    drop_links(person_id)
    if not is_first:
        tell_change(person, Change.PASSWORD, now=now)
    record("password_set", person_id=person_id)
