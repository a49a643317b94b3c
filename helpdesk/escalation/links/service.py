"""Making, finding, renewing and revoking signed links. The token is in a mail, its hash in the table."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings
from helpdesk.core.identifiers import new_token, token_hash
from helpdesk.db import db, transactional
from helpdesk.escalation.models import EscalationLink

log = logging.getLogger("helpdesk.security")

TOKEN_LENGTH = 43
"""Signs of 256 bits written for a URL; anything else is no token of ours."""


@dataclass(frozen=True, slots=True)
class NewLink:
    """Hold the secret of a link just made, kept nowhere, and when it stops working."""

    token: str
    expires_at: datetime


def new_link(escalation_id: int, addressee: str, *, now: datetime) -> NewLink:
    """Make a link for one addressee. Part of the use case that mails it."""
    token = new_token()
    expires_at = now + timedelta(days=settings().escalation_link_days)
    db.session.add(
        EscalationLink(
            token_hash=token_hash(token),
            escalation_id=escalation_id,
            addressee=addressee,
            created_at=now,
            expires_at=expires_at,
        )
    )
    return NewLink(token, expires_at)


def find_link(token: str) -> EscalationLink | None:
    """Return the link of a token, worn out or not; None for anything that is no token of ours."""
    if len(token) != TOKEN_LENGTH:
        return None
    return db.session.scalar(select(EscalationLink).where(EscalationLink.token_hash == token_hash(token)))


def opens(link: EscalationLink, *, now: datetime) -> bool:
    """Say whether the link works now."""
    return link.revoked_at is None and link.expires_at > now


def may_renew(link: EscalationLink) -> bool:
    """Say whether a new link may be sent to its addressee: escalations must still go to that mailbox."""
    chosen = settings()
    return link.addressee in {chosen.escalation_to, chosen.escalation_second_to}


@transactional
def revoke_links(escalation_id: int, *, by: Viewer, now: datetime) -> None:
    """Stop every link of an escalation, one that went astray among them; `by` is a supervisor."""
    db.session.execute(
        update(EscalationLink)
        .where(EscalationLink.escalation_id == escalation_id)
        .where(EscalationLink.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    log.info("signed links revoked escalation=%s by=%s", escalation_id, by.id)
