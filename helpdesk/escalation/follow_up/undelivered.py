"""Mails to the administration that did not arrive: told in the history of their dossier."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from helpdesk.db import db
from helpdesk.escalation.models import Escalation
from helpdesk.tickets.undelivered.service import sweep

PREFIX = "escalation:"


def tell_undelivered_escalations(*, now: datetime) -> int:
    """Tell each dossier which mails about its escalation did not arrive, once; return how many."""
    return sweep(PREFIX, _ticket_ids, now=now)


def _ticket_ids(threads: Sequence[str]) -> Mapping[str, int]:
    numbers = {int(thread.removeprefix(PREFIX)): thread for thread in threads}
    query = select(Escalation.id, Escalation.ticket_id).where(Escalation.id.in_(numbers))
    return {numbers[row.id]: row.ticket_id for row in db.session.execute(query)}
