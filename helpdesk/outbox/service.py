"""Posting mail, the one way to write to anybody, and settling what could not be delivered.

Call `post` inside the transaction of the cause.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update

from helpdesk.core.errors import Refused
from helpdesk.db import db, insert_all, transactional
from helpdesk.outbox.identity import new_bounce_token, new_message_id
from helpdesk.outbox.leases import EMPTY
from helpdesk.outbox.models import MailBounce, OutgoingMail
from helpdesk.outbox.queries import get_dead
from helpdesk.outbox.rendering import Letter, render_mail
from helpdesk.outbox.rules import Lane, Reason, State
from helpdesk.outbox.suppression import find_suppression
from helpdesk.web.i18n import gettext as _

DOMAIN_LENGTH = 253
MESSAGE_ID_LENGTH = 250


@dataclass(frozen=True)
class Envelope:
    """Where a mail goes and how it travels. `thread` keeps mails about one thing in order.

    An `answerable` mail takes answers by mail into its thread; an `auto_reply` acknowledges a mail, whose
    Message-ID is `in_reply_to`, so that mail programs show the two together; of a
    `link_only` one nothing but the links is sent. `person_id` and `scope` (e.g. `desk:3`) say whose choices
    of notices hold; without a person the mail always leaves. `leave_url` is where one click ends such mails.
    """

    to: str
    lang: str = "fr"
    lane: Lane = Lane.NORMAL
    thread: str | None = None
    reply_to: str | None = None
    answerable: bool = False
    auto_reply: bool = False
    in_reply_to: str = ""
    link_only: bool = False
    person_id: int | None = None
    scope: str = ""
    leave_url: str = ""
    useless_after: datetime | None = None
    not_before: datetime | None = None


@transactional
def post(event: str, envelope: Envelope, *, now: datetime, **values: Any) -> OutgoingMail:
    """Write one mail to one recipient into the outbox; `event` names its template, e.g. `tickets/received`.

    The template `tickets/received` lies at `helpdesk/tickets/templates/mail/received.md`. The row has
    its id once the transaction is flushed.
    """
    (mail,) = compose(event, [envelope], now=now, **values)
    db.session.add(mail)
    return mail


@transactional
def post_all(mails: Sequence[OutgoingMail]) -> None:
    """Put composed mails into the outbox by one statement."""
    insert_all(mails)


def compose(event: str, envelopes: Sequence[Envelope], *, now: datetime, **values: Any) -> list[OutgoingMail]:
    """Write the same mail to several people, one each, rendered once for each language; post nothing yet."""
    letters = {lang: render_mail(event, lang, values) for lang in {each.lang for each in envelopes}}
    return [_mail(event, each, letters[each.lang], now) for each in envelopes]


@transactional
def retry_mail(mail_id: int, *, now: datetime) -> None:
    """Put a mail that was given up back into the queue, with 48 hours before it is given up again."""
    mail = get_dead(mail_id)
    if mail.useless_after is not None and mail.useless_after <= now:
        raise Refused(_("Le lien que portait ce courriel a expiré : le renvoyer ne servirait à rien."))
    if not mail.text:
        raise Refused(
            _("Le texte de ce courriel a été effacé après son départ : il ne peut pas être renvoyé.")
        )
    if find_suppression(mail.to_address, now=now) is not None:
        raise Refused(_("Nous n’écrivons plus à cette adresse. Rétablissez-la d’abord."))
    mail.state = State.QUEUED
    mail.attempts = 0
    mail.not_before = now
    mail.first_tried_at = mail.reason = mail.last_error = mail.bounced_at = None
    # A notice counts once for each mail; what comes back from now on is news.
    db.session.execute(delete(MailBounce).where(MailBounce.mail_id == mail.id))


@transactional
def cancel_mail(mail_id: int) -> None:
    """Take a mail that still waits out of the queue; its words are forgotten.

    A case that goes to the administration is never taken out: nobody would see that it did not arrive.
    """
    waiting = db.session.get(OutgoingMail, mail_id)
    if (
        waiting is not None
        and waiting.lane is Lane.URGENT
        and (waiting.thread or "").startswith("escalation:")
    ):
        raise Refused(
            _("Une saisine ne se retire pas de la file : elle doit partir, ou être reprise par un autre.")
        )
    done: Any = db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.id == mail_id, OutgoingMail.state.in_((State.QUEUED, State.HELD)))
        .values(state=State.DISCARDED, reason=Reason.CANCELLED, **EMPTY)
    )
    if not done.rowcount:
        raise Refused(_("Ce courriel est déjà parti, ou en train de partir."), status=409)


@transactional
def withdraw(event: str, thread: str, *, written_at: datetime) -> int:
    """Delete the mails of `event` written then about `thread` as if they had never been; return how many.

    For what is taken back before it leaves: one that a worker has, or sent, stays.
    """
    same = (OutgoingMail.thread == thread, OutgoingMail.event == event, OutgoingMail.created_at == written_at)
    done: Any = db.session.execute(delete(OutgoingMail).where(*same, OutgoingMail.state == State.QUEUED))
    count: int = done.rowcount
    return count


@transactional
def discard_mail(mail_id: int) -> None:
    """Take a mail that was given up off the list for good; its words are forgotten."""
    mail = get_dead(mail_id)
    mail.state = State.DISCARDED
    for name, value in EMPTY.items():
        setattr(mail, name, value)


def _mail(event: str, envelope: Envelope, letter: Letter, now: datetime) -> OutgoingMail:
    return OutgoingMail(
        message_id=new_message_id(),
        lane=envelope.lane,
        state=State.QUEUED,
        event=event,
        to_address=envelope.to,
        reply_to=envelope.reply_to,
        subject=letter.subject,
        text=letter.text,
        markdown=letter.markdown,
        inserts=letter.inserts,
        lang=envelope.lang,
        thread=envelope.thread,
        answerable=envelope.answerable,
        auto_reply=envelope.auto_reply,
        in_reply_to=envelope.in_reply_to[:MESSAGE_ID_LENGTH] or None,
        link_only=envelope.link_only,
        person_id=envelope.person_id or None,
        scope=envelope.scope,
        leave_url=envelope.leave_url,
        domain=envelope.to.rpartition("@")[2].lower()[:DOMAIN_LENGTH],
        bounce_token=new_bounce_token(),
        attempts=0,
        created_at=now,
        not_before=envelope.not_before or now,
        useless_after=envelope.useless_after,
    )
