"""One-time links: 256 random bits that were mailed; single use, one purpose, stored as a hash."""

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, select, update

from helpdesk.accounts.models import LinkPurpose, OneTimeLink, Person
from helpdesk.core.errors import Refused
from helpdesk.core.identifiers import new_token, token_hash
from helpdesk.db import db, transactional
from helpdesk.web.i18n import gettext as _

KEPT_AFTER = timedelta(days=1)
"""How long a used or expired link is kept before it is swept away."""


class LinkGone(Refused):
    """Refuse a link that was used, has expired, or never was; the three look alike."""

    def __init__(self) -> None:
        """Answer 410 with what to do next."""
        super().__init__(
            _("Ce lien ne fonctionne plus : il a déjà servi ou il a expiré. Demandez-en un nouveau."),
            status=410,
        )


@transactional
def create_link(person_id: int, purpose: LinkPurpose, *, now: datetime, expires_at: datetime) -> str:
    """Make a link for a person and return its secret."""
    token = new_token()
    db.session.add(
        OneTimeLink(
            token_hash=token_hash(token),
            person_id=person_id,
            purpose=purpose,
            created_at=now,
            expires_at=expires_at,
        )
    )
    return token


def get_link_owner(token: str, purpose: LinkPurpose, *, now: datetime) -> Person:
    """Return whose link it is without using it; raise LinkGone when it no longer works."""
    person = db.session.scalar(
        select(Person)
        .join(OneTimeLink, OneTimeLink.person_id == Person.id)
        .where(OneTimeLink.token_hash == token_hash(token))
        .where(OneTimeLink.purpose == purpose)
        .where(OneTimeLink.used_at.is_(None))
        .where(OneTimeLink.expires_at > now)
        .where(Person.disabled_at.is_(None))
    )
    if person is None:
        raise LinkGone
    return person


@transactional
def use_link(token: str, purpose: LinkPurpose, *, now: datetime) -> Person:
    """Use a link up and return whose it was; of two who use it at once, one meets LinkGone."""
    person = get_link_owner(token, purpose, now=now)
    done = db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.token_hash == token_hash(token), OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
    assert isinstance(done, CursorResult)
    if done.rowcount != 1:
        raise LinkGone
    return person


@transactional
def drop_links(person_id: int) -> None:
    """Make every link that was sent to a person useless."""
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.person_id == person_id))


@transactional
def delete_expired_links(*, now: datetime) -> int:
    """Remove links that expired some time ago; return how many. For the worker."""
    done = db.session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < now - KEPT_AFTER))
    assert isinstance(done, CursorResult)
    return done.rowcount
