"""Mails about a dossier: neutral subjects, a link; one mail for each person.

A member reads the answer in the mail, unless the dossier is to be handled with discretion or the installation
sends links only. Those who work here get a link and no content.

Part of the use case that causes them. The templates are `templates/mail/<event>.md`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings
from helpdesk.core.clock import local
from helpdesk.core.hours import Hours, reachable_by
from helpdesk.core.identifiers import new_token, token_hash
from helpdesk.db import insert_unless_taken
from helpdesk.desks.queries import Colleague, find_covering, get_desk, hours_of, list_answering
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.service import Envelope, compose, post_all
from helpdesk.tickets.history import ByMail
from helpdesk.tickets.models import FollowLink, Ticket
from helpdesk.tickets.rules import Channel
from helpdesk.web.i18n import SOURCE_LANGUAGE

ACKNOWLEDGEMENT = "received"
"""The event of the mail that tells somebody their complaint is here."""


def new_follow_link(ticket: Ticket, *, now: datetime) -> tuple[str, FollowLink]:
    """Make a private link to the dossier and return its secret, kept nowhere, with its row.

    Each mail carries a link of its own, since only the hash of an earlier one is known.
    """
    token = new_token()
    expires_at = now + timedelta(days=settings().follow_link_days)
    link = FollowLink(
        token_hash=token_hash(token), ticket_id=ticket.id, created_at=now, expires_at=expires_at
    )
    stored = insert_unless_taken(link)
    assert stored is not None
    return token, stored


def tell_requester(event: str, ticket: Ticket, *, now: datetime, **values: Any) -> None:
    """Write to who asked, if they left an address, with a private link of its own."""
    post_all(to_requester(event, ticket, now=now, **values))


def tell_desk(event: str, ticket: Ticket, *, now: datetime, but: Viewer | None = None) -> None:
    """Write to every one who answers at the dossier's desk today, except `but`."""
    post_all(to_desk(event, ticket, now=now, but=but))


def tell_agents(event: str, ticket: Ticket, *, now: datetime, but: Viewer | None = None) -> None:
    """Write to who answers for the agent that has the dossier, or to its desk when nobody has it."""
    person = find_covering(ticket.assignee_id, local(now).date()) if ticket.assignee_id else None
    if person is None:
        tell_desk(event, ticket, now=now, but=but)
    elif but is None or but.id != person.id:
        post_all(_to_colleagues(event, ticket, [person], now=now))


def to_requester(
    event: str,
    ticket: Ticket,
    *,
    now: datetime,
    token: str = "",
    said: str = "",
    by_mail: ByMail | None = None,
    **values: Any,
) -> list[OutgoingMail]:
    """Return the mail to who asked, none without an address; `token` is of a private link just made.

    `said` is what an agent answered; `by_mail` is the mail that this one acknowledges.

    The mail loses its body once sent or expired, since it opens the dossier.
    """
    if not ticket.requester_email:
        return []
    is_discreet = ticket.confidential or settings().mail_link_only
    envelope = Envelope(
        to=ticket.requester_email,
        lang=ticket.lang,
        thread=f"ticket:{ticket.reference}",
        answerable=True,
        auto_reply=event == ACKNOWLEDGEMENT and ticket.channel is Channel.MAIL,
        link_only=is_discreet,
        useless_after=now + timedelta(days=settings().follow_link_days),
    )
    values["said"] = "" if is_discreet else said
    values["refused"] = by_mail.refused if by_mail else ()
    values["token"] = token or new_follow_link(ticket, now=now)[0]
    values["hours"] = hours_of(get_desk(ticket.desk_id))
    values["by"] = _teller(values["hours"], now)
    return compose(f"tickets/{event}", [envelope], now=now, ticket=ticket, **values)


def to_desk(event: str, ticket: Ticket, *, now: datetime, but: Viewer | None = None) -> list[OutgoingMail]:
    """Return one mail for each who answers at the desk today, except `but`."""
    everyone = list_answering(ticket.desk_id, local(now).date())
    if not everyone:
        # A desk without members: the helpdesk's own mailbox, rather than nobody.
        everyone = [Colleague(0, "", settings().support_email, SOURCE_LANGUAGE)]
    return _to_colleagues(
        event, ticket, [each for each in everyone if but is None or each.id != but.id], now=now
    )


def _to_colleagues(
    event: str, ticket: Ticket, people: Sequence[Colleague], *, now: datetime
) -> list[OutgoingMail]:
    thread = f"ticket:{ticket.reference}"
    envelopes = [
        Envelope(
            to=each.email,
            lang=each.lang,
            thread=thread,
            answerable=True,
            person_id=each.id,
            scope=f"desk:{ticket.desk_id}",
        )
        for each in people
    ]
    by = _teller(hours_of(get_desk(ticket.desk_id)), now)
    return compose(f"tickets/{event}", envelopes, now=now, ticket=ticket, by=by)


def _teller(hours: Hours, now: datetime) -> Callable[[datetime], datetime]:
    """Return how a mail tells a deadline: one that ends in the night, by the closing before."""
    return lambda due_at: reachable_by(due_at, hours, after=now)
