"""Which signed links this browser came by.

Its signed cookie holds the numbers of link rows, never a secret; each row is read again at each
request, so that a link that was revoked or has expired opens nothing.
"""

from datetime import datetime

from flask import session
from sqlalchemy import select

from helpdesk.core.errors import NotFound
from helpdesk.db import db
from helpdesk.escalation.links.service import opens
from helpdesk.escalation.models import EscalationLink

COOKIE_KEY = "saisines"
LINKS_AT_MOST = 12
"""How many escalations one browser holds open; the oldest one goes first."""


def remember_link(link: EscalationLink) -> None:
    """Let this browser use the link from now on."""
    others = [each for each in _link_ids() if each != link.id]
    session[COOKIE_KEY] = [*others, link.id][-LINKS_AT_MOST:]


def get_held_link(escalation_id: int, *, now: datetime) -> EscalationLink:
    """Return the link by which this browser came to the escalation, a working one first; or raise NotFound."""
    query = (
        select(EscalationLink)
        .where(EscalationLink.id.in_(_link_ids()))
        .where(EscalationLink.escalation_id == escalation_id)
        .order_by(EscalationLink.id.desc())
    )
    held = db.session.scalars(query).all()
    if not held:
        raise NotFound
    return next((each for each in held if opens(each, now=now)), held[0])


def _link_ids() -> list[int]:
    kept = session.get(COOKIE_KEY, [])
    return [each for each in kept if isinstance(each, int)]
