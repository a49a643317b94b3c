"""Sending a new link to the mailbox an old one was for."""

from datetime import datetime

from helpdesk.core.errors import NotFound
from helpdesk.db import db, transactional
from helpdesk.escalation.letters import write_to
from helpdesk.escalation.links.service import may_renew
from helpdesk.escalation.models import EscalationLink
from helpdesk.escalation.queries import lock_both


@transactional
def renew(link_id: int, *, now: datetime) -> None:
    """Mail a new link to the old one's addressee, as long as the installation still writes to it."""
    link = db.session.get(EscalationLink, link_id)
    if link is None or not may_renew(link):
        raise NotFound
    ticket, escalation = lock_both(link.escalation_id)
    write_to("renewed", link.addressee, escalation, ticket, now=now)
