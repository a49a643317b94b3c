"""The sweep that tells dossiers about mail that did not arrive. The outbox knows nothing of dossiers."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import select

from helpdesk.core.identifiers import email_key
from helpdesk.db import db, transactional
from helpdesk.outbox.rules import Reason
from helpdesk.tickets import history
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.notices.service import tell_agents
from helpdesk.tickets.progress import apply, touch
from helpdesk.tickets.queries import lock_standing
from helpdesk.tickets.rules import Action, EventKind, Status
from helpdesk.tickets.undelivered import queries
from helpdesk.tickets.undelivered.models import UndeliveredMail
from helpdesk.tickets.undelivered.queries import Failed

log = logging.getLogger(__name__)

TicketIds = Callable[[Sequence[str]], Mapping[str, int]]


def tell_undelivered(*, now: datetime) -> int:
    """Tell each dossier which mails did not arrive, and which left after all; return how many.

    Each in its own transaction, once, whatever number of workers runs it.
    """
    told = sweep("ticket:", queries.ticket_ids_by_thread, now=now)
    late = queries.list_delivered_after_all()
    db.session.rollback()
    return told + sum(_alone(partial(_tell_delivered, number, now=now)) for number in late)


def sweep(thread_prefix: str, ticket_ids: TicketIds, *, now: datetime) -> int:
    """Tell the dossiers of one kind of thread; `ticket_ids` says which dossier each thread is about.

    Mails about dossiers that are gone stay untold for ever: the others behind them are reached all the same.
    """
    told = after = 0
    while failed := queries.list_untold(thread_prefix, after=after):
        ids = ticket_ids([each.thread for each in failed])
        db.session.rollback()
        told += sum(
            _alone(partial(_tell, ids[each.thread], each, now=now)) for each in failed if each.thread in ids
        )
        after = failed[-1].mail_id
    return told


def _alone(tell: Callable[[], bool]) -> bool:
    try:
        return tell()
    except Exception:
        log.exception("a dossier could not be told about a mail")
        return False


@transactional
def _tell(ticket_id: int, failed: Failed, *, now: datetime) -> bool:
    ticket = lock_standing(ticket_id)
    told = _find(failed.message_id)
    if told is not None and told.delivered_at is None:
        return False
    is_requester = email_key(failed.address) == email_key(ticket.requester_email)
    if told is None:
        told = UndeliveredMail(message_id=failed.message_id, ticket_id=ticket.id, to_requester=is_requester)
        db.session.add(told)
    told.told_at, told.delivered_at = now, None
    # The requester's address stands on the dossier, and nowhere else for whoever erases it.
    address = "" if is_requester else failed.address
    history.record(ticket, EventKind.MAIL_FAILED, now=now, reason=failed.reason, address=address)
    if is_requester:
        _call_for_action(ticket, failed, now=now)
    return True


def _call_for_action(ticket: Ticket, failed: Failed, *, now: datetime) -> None:
    """Show it on the dossier, wait no longer for an answer to what was never read, and tell the desk."""
    ticket.mail_failure = failed.reason or Reason.REJECTED.value
    if ticket.status is Status.WAITING:
        apply(ticket, Action.RESUME, now=now)
    else:
        touch(ticket, now=now)
    # While our own server is down every dossier would say so: supervisors see it on the page of the queue.
    if failed.reason != Reason.NO_SERVER:
        tell_agents("undelivered", ticket, now=now)


@transactional
def _tell_delivered(number: int, *, now: datetime) -> bool:
    told = db.session.get(UndeliveredMail, number)
    if told is None:
        return False
    ticket = lock_standing(told.ticket_id)
    db.session.refresh(told)
    if told.delivered_at is not None:
        return False
    told.delivered_at = now
    history.record(ticket, EventKind.MAIL_ARRIVED, now=now)
    if told.to_requester and not _is_anything_undelivered(ticket.id):
        ticket.mail_failure = None
        touch(ticket, now=now)
    return True


def _find(message_id: str) -> UndeliveredMail | None:
    return db.session.scalar(select(UndeliveredMail).where(UndeliveredMail.message_id == message_id))


def _is_anything_undelivered(ticket_id: int) -> bool:
    """Tell whether another mail to the requester has not left; the one in hand is flushed before it is asked."""
    db.session.flush()
    query = (
        select(UndeliveredMail.id)
        .where(UndeliveredMail.ticket_id == ticket_id)
        .where(UndeliveredMail.to_requester, UndeliveredMail.delivered_at.is_(None))
        .limit(1)
    )
    return db.session.scalar(query) is not None
