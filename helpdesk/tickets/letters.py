"""Mails to who asked, about their dossier: neutral subjects, a link; those who work here are told by `notices`.

A member reads the answer in the mail, unless the dossier is to be handled with discretion or the installation
sends links only.

Part of the use case that causes them. The templates are `templates/mail/<event>.md`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from helpdesk.config import settings
from helpdesk.core.hours import Hours, reachable_by
from helpdesk.core.identifiers import new_token, token_hash
from helpdesk.db import insert_unless_taken
from helpdesk.desks.queries import get_desk, hours_of
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.service import Envelope, compose, post_all
from helpdesk.tickets.history import ByMail
from helpdesk.tickets.models import FollowLink, Ticket
from helpdesk.tickets.rules import Channel

ACKNOWLEDGEMENT = "received"
"""The event of the mail that tells somebody their complaint is here."""


def new_follow_link(ticket: Ticket, *, now: datetime, token: str = "") -> tuple[str, FollowLink]:
    """Make a private link to the dossier and return its secret, kept nowhere, with its row.

    Each mail carries a link of its own, since only the hash of an earlier one is known; `token` is the secret
    that a mail written before already names.
    """
    token = token or new_token()
    expires_at = now + timedelta(days=settings().follow_link_days)
    link = FollowLink(
        token_hash=token_hash(token), ticket_id=ticket.id, created_at=now, expires_at=expires_at
    )
    stored = insert_unless_taken(link)
    assert stored is not None
    return token, stored


def tell_requester(
    event: str,
    ticket: Ticket,
    *,
    now: datetime,
    said: str = "",
    by_mail: ByMail | None = None,
    not_before: datetime | None = None,
    **values: Any,
) -> None:
    """Write to who asked, if they left an address; the mail carries a private link of its own.

    `said` is what an agent answered; `by_mail` is the mail that this one acknowledges; `not_before` keeps the
    mail back for somebody who may take it back.
    """
    if not ticket.requester_email:
        return
    given: dict[str, Any] = {"said": said, "by_mail": by_mail, "not_before": not_before, **values}
    token, hours = new_follow_link(ticket, now=now)[0], hours_of(get_desk(ticket.desk_id))
    post_all(letters_to_requester(event, ticket, now=now, token=token, hours=hours, **given))


def letters_to_requester(
    event: str,
    ticket: Ticket,
    *,
    now: datetime,
    token: str,
    hours: Hours,
    said: str = "",
    by_mail: ByMail | None = None,
    not_before: datetime | None = None,
    **values: Any,
) -> Sequence[OutgoingMail]:
    """Return the mail to who asked, not posted yet; none if they left no address.

    `token` is the secret of its private link; `hours` are those of the desk. The dossier needs no id yet.
    The mail loses its body once sent or expired, since it opens the dossier.
    """
    if not ticket.requester_email:
        return ()
    is_discreet = ticket.confidential or settings().mail_link_only
    envelope = Envelope(
        to=ticket.requester_email,
        lang=ticket.lang,
        thread=f"ticket:{ticket.reference}",
        answerable=True,
        auto_reply=by_mail is not None or (event == ACKNOWLEDGEMENT and ticket.channel is Channel.MAIL),
        in_reply_to=by_mail.message_id if by_mail else "",
        link_only=is_discreet,
        useless_after=now + timedelta(days=settings().follow_link_days),
        not_before=not_before,
    )
    values["said"] = "" if is_discreet else said
    values["refused"] = by_mail.refused if by_mail else ()
    values |= {"token": token, "hours": hours, "by": teller(hours, now)}
    return compose(f"tickets/{event}", [envelope], now=now, ticket=ticket, **values)


def teller(hours: Hours, now: datetime) -> Callable[[datetime], datetime]:
    """Return how a mail tells a deadline: one that ends in the night, by the closing before."""
    return lambda due_at: reachable_by(due_at, hours, after=now)
