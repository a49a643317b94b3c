"""Telling those who work on dossiers: who they are is found out by the worker, when the mails are made.

Whoever sends a complaint does not wait for the mails of a whole desk. Those who work here get a link and no
content.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings
from helpdesk.core.clock import local
from helpdesk.db import db, insert_all, transactional
from helpdesk.desks.queries import Colleague, find_covering, get_desk, hours_of, list_answering
from helpdesk.outbox.service import Envelope, compose, post_all
from helpdesk.tickets.letters import teller
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.notices.models import DeskNotice
from helpdesk.tickets.rules import ACTIVE
from helpdesk.web.i18n import SOURCE_LANGUAGE

log = logging.getLogger(__name__)

AT_ONCE = 500
"""Notices of one run: the worker has other work, and the rest follows at its next pass."""
WORK_TO_DO = frozenset({"new_dossier", "assigned"})
"""What is told of a dossier that somebody must work on; done meanwhile, it is news to nobody."""
AGAIN_AFTER = timedelta(minutes=5)
"""When a notice that could not be made into mails is tried again; others pass before it."""


def tell_desk(event: str, ticket: Ticket, *, now: datetime, but: Viewer | None = None) -> None:
    """Write to every one who answers at the dossier's desk, except `but`; part of the cause's use case."""
    _note(event, ticket, None, now=now, but=but)


def tell_agents(event: str, ticket: Ticket, *, now: datetime, but: Viewer | None = None) -> None:
    """Write to who answers for the agent that has the dossier, or to its desk when nobody has it."""
    _note(event, ticket, ticket.assignee_id, now=now, but=but)


def send_notices(*, now: datetime, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Make what is to be told into mails, each notice in its own transaction; return how many were.

    Any number of workers may run it at once: whoever comes second to a notice finds it gone.
    """
    query = select(DeskNotice.id).where(DeskNotice.due_at <= now).order_by(DeskNotice.id).limit(AT_ONCE)
    numbers = db.session.scalars(query).all()
    db.session.rollback()
    return sum(_alone(number, now=now) for number in numbers if not is_stopping())


def _note(event: str, ticket: Ticket, assignee_id: int | None, *, now: datetime, but: Viewer | None) -> None:
    notice = DeskNotice(
        event=event,
        ticket_id=ticket.id,
        desk_id=ticket.desk_id,
        assignee_id=assignee_id,
        but_id=but.id if but else None,
        created_at=now,
        due_at=now,
    )
    insert_all([notice])


def _alone(number: int, *, now: datetime) -> bool:
    try:
        return _send(number, now=now)
    except Exception:
        log.exception("notice %s could not be made into mails", number)
        _postpone(number, until=now + AGAIN_AFTER)
        return False


@transactional
def _send(number: int, *, now: datetime) -> bool:
    taken = delete(DeskNotice).where(DeskNotice.id == number).returning(DeskNotice)
    notice = db.session.scalars(taken).one_or_none()
    if notice is None:
        return False
    db.session.expunge(notice)
    ticket = db.session.get_one(Ticket, notice.ticket_id)
    if notice.event in WORK_TO_DO and ticket.status not in ACTIVE:
        return True
    people = [each for each in _people(notice, now) if each.id != notice.but_id]
    by = teller(hours_of(get_desk(notice.desk_id)), now)
    envelopes = [_envelope(each, ticket, notice.desk_id) for each in people]
    post_all(compose(f"tickets/{notice.event}", envelopes, now=now, ticket=ticket, by=by))
    return True


@transactional
def _postpone(number: int, *, until: datetime) -> None:
    db.session.execute(update(DeskNotice).where(DeskNotice.id == number).values(due_at=until))


def _people(notice: DeskNotice, now: datetime) -> Sequence[Colleague]:
    today = local(now).date()
    person = find_covering(notice.assignee_id, today) if notice.assignee_id else None
    if person is not None:
        return [person]
    # A desk without members: the helpdesk's own mailbox, rather than nobody.
    return list_answering(notice.desk_id, today) or [
        Colleague(0, "", settings().support_email, SOURCE_LANGUAGE)
    ]


def _envelope(person: Colleague, ticket: Ticket, desk_id: int) -> Envelope:
    return Envelope(
        to=person.email,
        lang=person.lang,
        thread=f"ticket:{ticket.reference}",
        answerable=True,
        person_id=person.id,
        scope=f"desk:{desk_id}",
    )
