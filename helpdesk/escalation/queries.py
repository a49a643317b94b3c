"""Finding escalations, their steps, texts and links. Who may see is part of each query, or said in its name."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select

from helpdesk.core.errors import NotFound, Stale
from helpdesk.db import AnyRow, db
from helpdesk.escalation.models import (
    Escalation,
    EscalationCopy,
    EscalationLink,
    EscalationRedirect,
    EscalationStep,
)
from helpdesk.escalation.rules import State
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries import lock_ticket
from helpdesk.web.i18n import gettext as _

ROWS_AT_MOST = 200


def lock_both(escalation_id: int, *, version: int | None = None) -> tuple[Ticket, Escalation]:
    """Return an escalation with its dossier as they are now, kept from other writers until the use case ends.

    The dossier first, as every writer does. Raises NotFound, and Stale when `version` is given and
    somebody changed the escalation since.
    """
    ticket_id = db.session.scalar(select(Escalation.ticket_id).where(Escalation.id == escalation_id))
    if ticket_id is None:
        raise NotFound
    ticket = lock_ticket(ticket_id)
    query = select(Escalation).where(Escalation.id == escalation_id).with_for_update()
    found = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if version is not None and found.version != version:
        raise Stale(_("La saisine a changé entre-temps : relisez ce qui est arrivé, puis recommencez."))
    return ticket, found


def get_with_ticket(escalation_id: int) -> tuple[Escalation, Ticket]:
    """Return an escalation and its dossier, for whoever was already allowed to see it; or raise NotFound."""
    query = (
        select(Escalation, Ticket)
        .join(Ticket, Ticket.id == Escalation.ticket_id)
        .where(Escalation.id == escalation_id)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def find_latest(ticket_id: int) -> Escalation | None:
    """Return the last escalation of a dossier, whatever became of it, or None."""
    found: Escalation | None = db.session.scalar(_latest(), {"ticket_id": ticket_id})
    return found


@cache
def _latest() -> Any:
    """Built once: every page of a dossier asks it."""
    of_ticket = Escalation.ticket_id == bindparam("ticket_id")
    return select(Escalation).where(of_ticket).order_by(Escalation.id.desc()).limit(1)


def find_step(submission_key: str) -> EscalationStep | None:
    """Return what this submission of a form did already, or None."""
    if not submission_key:
        return None
    query = select(EscalationStep).where(EscalationStep.submission_key == submission_key)
    return db.session.scalar(query)


def list_steps(escalation_id: int) -> Sequence[EscalationStep]:
    """List what happened to an escalation, oldest first."""
    query = (
        select(EscalationStep)
        .where(EscalationStep.escalation_id == escalation_id)
        .order_by(EscalationStep.id)
        .limit(ROWS_AT_MOST)
    )
    return db.session.scalars(query).all()


def list_copies(escalation_id: int) -> Sequence[EscalationCopy]:
    """List the texts that were sent, the last one first."""
    query = (
        select(EscalationCopy)
        .where(EscalationCopy.escalation_id == escalation_id)
        .order_by(EscalationCopy.id.desc())
        .limit(ROWS_AT_MOST)
    )
    return db.session.scalars(query).all()


def list_links(escalation_id: int) -> Sequence[EscalationLink]:
    """List the signed links of an escalation, the last one first."""
    query = (
        select(EscalationLink)
        .where(EscalationLink.escalation_id == escalation_id)
        .order_by(EscalationLink.id.desc())
        .limit(ROWS_AT_MOST)
    )
    return db.session.scalars(query).all()


def list_redirects(escalation_id: int) -> Sequence[EscalationRedirect]:
    """List the mails about an escalation that did not arrive, the last one first."""
    query = (
        select(EscalationRedirect)
        .where(EscalationRedirect.escalation_id == escalation_id)
        .order_by(EscalationRedirect.id.desc())
        .limit(ROWS_AT_MOST)
    )
    return db.session.scalars(query).all()


def list_unreached(*, limit: int) -> Sequence[AnyRow]:
    """List `(escalation_id, reference)` of those nobody acknowledged and whose mail did not arrive, oldest first."""
    query = (
        select(Escalation.id, Ticket.reference)
        .join(Ticket, Ticket.id == Escalation.ticket_id)
        .where(Escalation.state == State.SENT)
        .where(Escalation.id.in_(select(EscalationRedirect.escalation_id)))
        .order_by(Escalation.id)
        .limit(limit)
    )
    return db.session.execute(query).all()
