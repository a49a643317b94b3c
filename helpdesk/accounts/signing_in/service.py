"""Signing in. Every refusal has the same words and costs the same work, whether an account exists or not."""

from datetime import datetime, timedelta

from helpdesk.accounts.events import record
from helpdesk.accounts.letters import link_envelope
from helpdesk.accounts.links import create_link, use_link
from helpdesk.accounts.models import LinkPurpose, Person
from helpdesk.accounts.passwords.hashing import hash_password, is_outdated, matches
from helpdesk.accounts.queries import find_resident, get_person
from helpdesk.accounts.rules import RESET_LINK_LIFE
from helpdesk.accounts.sessions import Device, start_session
from helpdesk.config import settings
from helpdesk.core.errors import Refused
from helpdesk.core.identifiers import new_token
from helpdesk.db import db, transactional
from helpdesk.outbox.service import post
from helpdesk.web.i18n import gettext as _


def sign_in_with_password(email: str, password: str, device: Device, *, now: datetime) -> str:
    """Return the secret of a new session; raise Refused when mailbox and password do not go together.

    The password is compared before the transaction: hashing would hold the write lock for long.
    """
    person = find_resident(email)
    kept = person.password_hash if person else None
    if not matches(kept, password) or person is None or kept is None:
        record("sign_in_failed", mailbox=email, detail="password")
        raise _wrong()
    fresh = hash_password(password) if is_outdated(kept) else kept
    return _enter(person.id, kept, fresh, device, now=now)


@transactional
def sign_in_with_link(token: str, device: Device, *, now: datetime) -> str:
    """Use a mailed link up and return the secret of a new session; raise LinkGone."""
    person = use_link(token, LinkPurpose.SIGN_IN, now=now)
    record("sign_in", person_id=person.id, detail="link")
    return start_session(person.id, now=now, device=device)


@transactional
def mail_link(email: str, purpose: LinkPurpose, *, now: datetime, next_page: str = "") -> None:
    """Mail a link to sign in or to set a new password, if an account has this mailbox.

    For an unknown mailbox the same mail is written and taken back in the same transaction, so that
    the answer takes as long. `next_page`: where to go once signed in, a path of this site.
    """
    known = find_resident(email)
    expires_at = now + _life(purpose)
    token = create_link(known.id, purpose, now=now, expires_at=expires_at) if known else new_token()
    to, lang = (known.email, known.lang) if known else (str(settings().mail_from), "fr")
    mail = post(
        f"accounts/{purpose.value}_link",
        link_envelope(to, lang, expires_at=expires_at),
        now=now,
        token=token,
        onward={"next": next_page} if next_page else {},
        minutes=int(_life(purpose) / timedelta(minutes=1)),
    )
    db.session.flush()
    if known is None:
        db.session.delete(mail)
    record("link_asked", person_id=known.id if known else None, mailbox=email, detail=purpose.value)


@transactional
def _enter(person_id: int, checked: str, fresh: str, device: Device, *, now: datetime) -> str:
    person: Person = get_person(person_id)
    if person.disabled_at is not None or person.password_hash != checked:
        raise _wrong()
    person.password_hash = fresh
    record("sign_in", person_id=person_id, detail="password")
    return start_session(person_id, now=now, device=device)


def _life(purpose: LinkPurpose) -> timedelta:
    if purpose is LinkPurpose.RESET:
        return RESET_LINK_LIFE
    return timedelta(minutes=settings().sign_in_link_minutes)


def _wrong() -> Refused:
    return Refused(
        _("L’adresse ou le mot de passe ne convient pas. Vérifiez-les, ou recevez un lien de connexion.")
    )
