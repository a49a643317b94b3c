"""Inviting people, changing their roles, disabling them: from the staff page and from the command line."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.exc import IntegrityError

from helpdesk.accounts.events import record
from helpdesk.accounts.letters import link_envelope
from helpdesk.accounts.links import create_link, drop_links
from helpdesk.accounts.models import LinkPurpose, Person, RoleGrant
from helpdesk.accounts.queries import find_person_by_email, get_person
from helpdesk.accounts.rules import Role
from helpdesk.accounts.second_factor.service import remove_second_factor
from helpdesk.accounts.sessions import end_sessions_of
from helpdesk.accounts.staff.labels import OBJECTIONS
from helpdesk.accounts.staff.queries import count_other_sysadmins, get_colleague
from helpdesk.accounts.staff.rules import (
    Objection,
    may_manage,
    object_to_disabling,
    object_to_invitation,
    object_to_roles,
)
from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings
from helpdesk.core.errors import NotFound, Refused
from helpdesk.core.identifiers import email_key, one_line
from helpdesk.db import db, transactional
from helpdesk.outbox.service import post
from helpdesk.web.i18n import gettext as _

COMMAND_LINE = "command line"


@dataclass(frozen=True)
class Newcomer:
    """Somebody who is to have an account."""

    name: str
    email: str
    roles: frozenset[Role]
    lang: str = "fr"


@transactional
def invite(viewer: Viewer, newcomer: Newcomer, *, now: datetime) -> Person:
    """Make an account and mail its link; raise Refused when the viewer may not give these roles."""
    _refuse(object_to_invitation(viewer.roles, newcomer.roles))
    return add_and_invite(newcomer, now=now, by=str(viewer.id))


@transactional
def add_and_invite(newcomer: Newcomer, *, now: datetime, by: str) -> Person:
    """Make an account and mail its link."""
    person = add_person(newcomer, now=now, by=by)
    mail_invitation(person, now=now)
    return person


@transactional
def invite_again(viewer: Viewer, person_id: int, *, now: datetime) -> None:
    """Mail a new invitation to somebody who has no password yet; the earlier link is useless then."""
    person = get_colleague(person_id, viewer)
    if not may_invite_again(viewer, person):
        raise NotFound
    drop_links(person.id)
    mail_invitation(person, now=now)


def may_invite_again(viewer: Viewer, person: Person) -> bool:
    """Tell whether `person` still has to choose a password, and the viewer could have invited them."""
    waits = person.password_hash is None and person.disabled_at is None
    return waits and object_to_invitation(viewer.roles, person.roles) is None


@transactional
def change_roles(viewer: Viewer, person_id: int, roles: frozenset[Role]) -> None:
    """Give a person exactly these roles; they hold from their next request on."""
    person = _managed(viewer, person_id)
    _refuse(object_to_roles(person.roles, roles, other_sysadmins=count_other_sysadmins(person.id)))
    person.grants = [grant for grant in person.grants if grant.role in roles] + [
        RoleGrant(role=role) for role in sorted(roles - person.roles)
    ]
    record("roles_changed", person_id=person.id, detail=f"by {viewer.id}: {' '.join(sorted(roles))}")


@transactional
def disable(viewer: Viewer, person_id: int, *, now: datetime) -> None:
    """Shut a person out at once: no sign-in, no open session, no link that works."""
    person = _managed(viewer, person_id)
    disable_person(person.id, now=now, by=str(viewer.id), is_oneself=person.id == viewer.id)


@transactional
def enable(viewer: Viewer, person_id: int) -> None:
    """Let a disabled person in again, with the password and the roles they had."""
    person = _managed(viewer, person_id)
    person.disabled_at = None
    record("person_enabled", person_id=person.id, detail=f"by {viewer.id}")


@transactional
def end_sessions(viewer: Viewer, person_id: int) -> None:
    """Sign a person out everywhere."""
    person = _managed(viewer, person_id)
    end_sessions_of(person.id)
    record("sessions_ended", person_id=person.id, detail=f"by {viewer.id}")


@transactional
def reset_second_factor(viewer: Viewer, person_id: int, *, now: datetime) -> None:
    """Take the second factor away from a colleague who lost it; nobody does so for themselves."""
    person = _managed(viewer, person_id)
    if person.id == viewer.id or person.totp_confirmed_at is None:
        raise NotFound
    remove_second_factor(person.id, now=now, by=str(viewer.id))


@transactional
def add_person(newcomer: Newcomer, *, now: datetime, by: str, password_hash: str | None = None) -> Person:
    """Make an account; raise Refused when the mailbox is not one or already has an account."""
    email = _mailbox(newcomer.email)
    if find_person_by_email(email) is not None:
        raise _taken()
    person = Person(
        email=email,
        name=one_line(newcomer.name),
        lang=newcomer.lang,
        password_hash=password_hash,
        shortcuts=True,
        created_at=now,
        grants=[RoleGrant(role=role) for role in sorted(newcomer.roles)],
    )
    db.session.add(person)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise _taken() from error
    record("person_added", person_id=person.id, detail=f"by {by}: {' '.join(sorted(newcomer.roles))}")
    return person


@transactional
def disable_person(person_id: int, *, now: datetime, by: str, is_oneself: bool = False) -> None:
    """Disable a person; raise Refused for the last system administrator."""
    person = get_person(person_id)
    others = count_other_sysadmins(person_id)
    _refuse(object_to_disabling(person.roles, is_oneself=is_oneself, other_sysadmins=others))
    person.disabled_at = person.disabled_at or now
    end_sessions_of(person_id)
    drop_links(person_id)
    record("person_disabled", person_id=person_id, detail=f"by {by}")


@transactional
def mail_invitation(person: Person, *, now: datetime) -> None:
    """Mail a link to set the first password."""
    expires_at = now + timedelta(days=settings().invitation_days)
    token = create_link(person.id, LinkPurpose.INVITATION, now=now, expires_at=expires_at)
    envelope = link_envelope(person.email, person.lang, expires_at=expires_at)
    post("accounts/invitation_link", envelope, now=now, token=token, name=person.name, until=expires_at)


def _managed(viewer: Viewer, person_id: int) -> Person:
    if not may_manage(viewer.roles):
        raise NotFound
    return get_colleague(person_id, viewer)


def _mailbox(text: str) -> str:
    try:
        return email_key(validate_email(text, check_deliverability=False, allow_smtputf8=False).normalized)
    except EmailNotValidError as error:
        raise Refused(_("Cette adresse de courriel n’est pas valable.")) from error


def _refuse(objection: Objection | None) -> None:
    if objection:
        raise Refused(str(OBJECTIONS[objection]))


def _taken() -> Refused:
    return Refused(_("Cette adresse a déjà un compte."))
