"""Telling about proposals without flooding anybody.

A notice is written in the transaction of its proposal: what is not told by a mail of its own waits for
the next digest, and is never lost.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from helpdesk.config import settings
from helpdesk.db import db, transactional
from helpdesk.escalation.digests.models import EscalationNotice
from helpdesk.escalation.digests.rules import NoticeLimits, is_digest_due, is_told_alone
from helpdesk.escalation.labels import ground_sentence
from helpdesk.escalation.models import Escalation
from helpdesk.escalation.rules import State
from helpdesk.outbox.service import Envelope, post
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import ACTIVE

log = logging.getLogger(__name__)

KEPT = timedelta(days=1)
ADDRESSEES_AT_MOST = 500
SHOWN_AT_MOST = 50
"""Dossiers named in one digest; the list of proposals has them all."""


def notice_limits() -> NoticeLimits:
    """Return how many mails about proposals one person gets in this installation."""
    chosen = settings()
    return NoticeLimits(
        alone_at_most=chosen.escalation_mails_at_once,
        window=timedelta(minutes=chosen.escalation_digest_minutes),
    )


def note_and_choose(
    escalation: Escalation, event: str, envelopes: Sequence[Envelope], *, now: datetime
) -> list[Envelope]:
    """Write down who is to be told, and return who gets a mail of their own; the others get a digest.

    Part of the use case that proposes.
    """
    alone = []
    for each in envelopes:
        told = is_told_alone(_count_lately(each.to, now=now), limits=notice_limits())
        db.session.add(
            EscalationNotice(
                escalation_id=escalation.id,
                event=event,
                address=each.to,
                lang=each.lang,
                created_at=now,
                told_at=now if told else None,
            )
        )
        if told:
            alone.append(each)
    return alone


def send_digests(*, now: datetime) -> int:
    """Tell together what waits, one mail for each person, each in its own transaction; return how many."""
    waiting = (
        select(EscalationNotice.address)
        .where(EscalationNotice.told_at.is_(None))
        .group_by(EscalationNotice.address)
        .order_by(EscalationNotice.address)
        .limit(ADDRESSEES_AT_MOST)
    )
    addresses = list(db.session.scalars(waiting))
    db.session.rollback()
    _forget_old(now=now)
    return sum(_send_alone(address, now=now) for address in addresses)


def _send_alone(address: str, *, now: datetime) -> bool:
    try:
        return _send(address, now=now)
    except Exception:
        log.exception("a digest of proposals could not be written")
        return False


@transactional
def _send(address: str, *, now: datetime) -> bool:
    if not is_digest_due(_last_digest_at(address), limits=notice_limits(), now=now):
        return False
    # Locked, so that of two workers the second finds nothing left to tell.
    query = select(EscalationNotice).where(EscalationNotice.address == address)
    waiting = query.where(EscalationNotice.told_at.is_(None)).order_by(EscalationNotice.id).with_for_update()
    notices = db.session.scalars(waiting.execution_options(populate_existing=True)).all()
    for each in notices:
        each.told_at, each.in_digest = now, True
    proposals = _list_undecided({each.escalation_id for each in notices})
    if not proposals:
        return False
    post(
        "escalation/digest",
        Envelope(to=address, lang=notices[0].lang),
        now=now,
        proposals=proposals[:SHOWN_AT_MOST],
        more=max(0, len(proposals) - SHOWN_AT_MOST),
        say=ground_sentence,
    )
    return True


def _list_undecided(escalation_ids: set[int]) -> list[tuple[str, list[dict[str, object]]]]:
    """Return reference and grounds of the proposals nobody decided on meanwhile, the oldest first."""
    query = (
        select(Ticket.reference, Escalation.grounds)
        .join(Ticket, Ticket.id == Escalation.ticket_id)
        .where(Escalation.id.in_(escalation_ids))
        .where(Escalation.state == State.PROPOSED)
        .where(Ticket.status.in_(ACTIVE))
        .order_by(Escalation.proposed_at, Escalation.id)
    )
    return [(row.reference, row.grounds) for row in db.session.execute(query)]


def _count_lately(address: str, *, now: datetime) -> int:
    query = (
        select(func.count())
        .select_from(EscalationNotice)
        .where(EscalationNotice.address == address)
        .where(EscalationNotice.told_at > now - notice_limits().window)
    )
    return db.session.scalar(query) or 0


def _last_digest_at(address: str) -> datetime | None:
    query = select(func.max(EscalationNotice.told_at)).where(EscalationNotice.address == address)
    return db.session.scalar(query.where(EscalationNotice.in_digest))


@transactional
def _forget_old(*, now: datetime) -> None:
    db.session.execute(delete(EscalationNotice).where(EscalationNotice.told_at < now - KEPT))
