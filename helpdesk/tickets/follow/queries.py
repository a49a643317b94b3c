"""Dossiers and files as their members may see them; somebody else's is not found."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.errors import NotFound, Refused
from helpdesk.core.identifiers import normalise_reference, token_hash
from helpdesk.db import db
from helpdesk.tickets.follow.visitor import Visitor
from helpdesk.tickets.models import Attachment, Entry, FollowLink, Ticket
from helpdesk.tickets.queries import standing_for
from helpdesk.web.i18n import gettext as _

PAGE = 25


class LinkEnded(Refused):
    """Say that a private link was good and is so no more."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            _("Ce lien n’est plus valable. Demandez-en un nouveau : il est envoyé à votre adresse."),
            status=410,
        )


def get_link(token: str, *, now: datetime) -> tuple[FollowLink, str]:
    """Return the link of a secret with the reference of its dossier; raise NotFound or LinkEnded."""
    query = (
        select(FollowLink, Ticket.reference)
        .join(Ticket, Ticket.id == FollowLink.ticket_id)
        .where(FollowLink.token_hash == token_hash(token))
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    if not _is_good(row[0], now):
        raise LinkEnded
    return row[0], row[1]


def get_followed(reference: str, visitor: Visitor, *, now: datetime) -> Ticket:
    """Return the dossier if the visitor may read it; raise NotFound, or LinkEnded when they once could."""
    wanted = normalise_reference(reference)
    held = and_(FollowLink.ticket_id == Ticket.id, FollowLink.id.in_(visitor.link_ids))
    query = select(Ticket, FollowLink).join(FollowLink, held, isouter=True).where(Ticket.reference == wanted)
    rows = db.session.execute(query).all()
    if not rows:
        raise NotFound
    ticket, links = rows[0][0], [row[1] for row in rows if row[1] is not None]
    if ticket.merged_into_id is not None:
        return _merged_into(ticket, visitor, now=now)
    if _is_own(ticket, visitor.viewer) or any(_is_good(link, now) for link in links):
        found: Ticket = ticket
        return found
    raise LinkEnded if links else NotFound


def _merged_into(ticket: Ticket, visitor: Visitor, *, now: datetime) -> Ticket:
    """Return the dossier that has the history of this one, for who may read that one by themselves.

    A link to the first one proves no more than that somebody filled in its form: a new one goes to the mailbox.
    """
    try:
        return get_followed(standing_for(ticket).reference, visitor, now=now)
    except NotFound:
        raise LinkEnded from None


def list_followed(visitor: Visitor, *, now: datetime) -> Sequence[Ticket]:
    """List the dossiers that this browser holds a good link to, the one changed last first."""
    if not visitor.link_ids:
        return []
    query = (
        select(Ticket)
        .where(Ticket.id.in_(select(FollowLink.ticket_id).where(_good_and_held(visitor, now))))
        .where(Ticket.merged_into_id.is_(None))
        .order_by(Ticket.updated_at.desc())
        .limit(PAGE)
    )
    return db.session.scalars(query).all()


def list_own(viewer: Viewer, *, before: int | None = None) -> Sequence[Ticket]:
    """List the dossiers opened with the address of a signed-in person, newest first, one more than a page."""
    query = (
        select(Ticket)
        .where(Ticket.requester_email == viewer.email)
        .where(Ticket.merged_into_id.is_(None))
        .where(Ticket.id < before if before is not None else Ticket.id.is_not(None))
        .order_by(Ticket.id.desc())
        .limit(PAGE + 1)
    )
    return db.session.scalars(query).all()


def get_file(file_id: int, visitor: Visitor, *, now: datetime) -> Attachment:
    """Return a file of a public line of a dossier the visitor follows; raise NotFound for any other.

    Agents have an address of their own under the dossier, which asks how far they see.
    """
    held = Ticket.id.in_(select(FollowLink.ticket_id).where(_good_and_held(visitor, now)))
    mailbox = visitor.viewer.email if visitor.viewer else ""
    own = Ticket.requester_email == mailbox if mailbox else false()
    query = (
        select(Attachment)
        .join(Ticket, Ticket.id == Attachment.ticket_id)
        .join(Entry, Entry.id == Attachment.entry_id)
        .where(Attachment.id == file_id)
        .where(Entry.is_public)
        .where(or_(held, own))
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_by_owner(reference: str, email: str) -> Ticket | None:
    """Return the dossier that was opened with this address, or None."""
    wanted = normalise_reference(reference)
    if wanted is None or not email:
        return None
    query = select(Ticket).where(Ticket.reference == wanted).where(Ticket.requester_email == email)
    found = db.session.scalars(query).one_or_none()
    standing = standing_for(found) if found else None
    return standing if standing and standing.requester_email == email else None


def _good_and_held(visitor: Visitor, now: datetime) -> ColumnElement[bool]:
    return and_(
        FollowLink.id.in_(visitor.link_ids), FollowLink.revoked_at.is_(None), FollowLink.expires_at > now
    )


def _is_good(link: FollowLink, now: datetime) -> bool:
    return link.revoked_at is None and link.expires_at > now


def _is_own(ticket: Ticket, viewer: Viewer | None) -> bool:
    return viewer is not None and bool(viewer.email) and ticket.requester_email == viewer.email
