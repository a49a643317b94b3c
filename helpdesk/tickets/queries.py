"""Finding dossiers, their lines and their files. Who may see is part of each query, or said in its name."""

from collections.abc import Sequence

from sqlalchemy import select

from helpdesk.core.errors import NotFound, Stale
from helpdesk.db import db
from helpdesk.tickets.models import Attachment, Entry, Ticket
from helpdesk.web.i18n import gettext as _

LINES_AT_MOST = 1000


def lock_ticket(ticket_id: int, *, version: int | None = None) -> Ticket:
    """Return the dossier as it is now, kept from other writers until the use case ends.

    For services that have checked who asks. Raises NotFound, and Stale when `version` is given and
    somebody changed the dossier since.
    """
    query = select(Ticket).where(Ticket.id == ticket_id).with_for_update()
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    if version is not None:
        check_version(found, version)
    return found


def lock_standing(ticket_id: int) -> Ticket:
    """Return, kept from other writers, the dossier that has the history of this one: itself unless it was merged.

    For what arrives from outside, which may have been addressed to the dossier before it went into another.
    """
    wanted = db.session.scalar(select(Ticket).where(Ticket.id == ticket_id))
    if wanted is None:
        raise NotFound
    locked = lock_ticket(standing_for(wanted).id)
    while locked.merged_into_id is not None:
        locked = lock_ticket(locked.merged_into_id)
    return locked


def check_version(ticket: Ticket, version: int) -> None:
    """Raise Stale when the dossier is no longer the one that was seen."""
    if ticket.version != version:
        raise Stale(_("Le dossier a changé entre-temps : relisez ce qui est arrivé, puis recommencez."))


def standing_for(ticket: Ticket) -> Ticket:
    """Return the dossier that has the history of this one: itself, or the one it was merged into at last."""
    seen = {ticket.id}
    while ticket.merged_into_id is not None and ticket.merged_into_id not in seen:
        target = db.session.get(Ticket, ticket.merged_into_id)
        if target is None:
            break
        ticket = target
        seen.add(ticket.id)
    return ticket


def find_by_submission(submission_key: str) -> Ticket | None:
    """Return the dossier that this submission of the form opened, or None."""
    return db.session.scalar(select(Ticket).where(Ticket.submission_key == submission_key))


def get_complaint(ticket_id: int) -> Entry:
    """Return the first line of a dossier."""
    query = select(Entry).where(Entry.ticket_id == ticket_id).order_by(Entry.id).limit(1)
    return db.session.scalars(query).one()


def list_public_lines(ticket_id: int) -> Sequence[Entry]:
    """List what a member may read of the history, oldest first."""
    query = (
        select(Entry)
        .where(Entry.ticket_id == ticket_id)
        .where(Entry.is_public)
        .order_by(Entry.id)
        .limit(LINES_AT_MOST)
    )
    return db.session.scalars(query).all()


def list_public_files(ticket_id: int) -> Sequence[Attachment]:
    """List the files of the lines that a member may read, in the order they came."""
    query = (
        select(Attachment)
        .join(Entry, Entry.id == Attachment.entry_id)
        .where(Attachment.ticket_id == ticket_id)
        .where(Entry.is_public)
        .order_by(Attachment.id)
        .limit(LINES_AT_MOST)
    )
    return db.session.scalars(query).all()
