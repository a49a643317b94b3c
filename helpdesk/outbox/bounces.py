"""What comes back about a mail we sent: failure notices and complaints."""

import logging
import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from helpdesk.config import settings
from helpdesk.core.identifiers import one_line
from helpdesk.db import db, insert_unless_taken, transactional
from helpdesk.outbox.bounce_rules import (
    NOTICE_LIFE,
    UNPROVEN_WEIGHT,
    BounceKind,
    Notice,
    Verdict,
    judge,
)
from helpdesk.outbox.identity import tagged, token_in
from helpdesk.outbox.models import MailBounce, OutgoingMail
from helpdesk.outbox.rules import Reason, State
from helpdesk.outbox.suppression import add_score, suppress_complaint

log = logging.getLogger(__name__)

ENHANCED = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
TEXT_LENGTH = 500
STATUS_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A failure notice as it was read. One of `token` and `message_id` says which mail it is about.

    `status` is the enhanced code, e.g. `5.1.1`, empty when unknown; `text` is what the server said.
    """

    permanent: bool
    token: str | None = None
    message_id: str | None = None
    status: str = ""
    text: str = ""


def bounce_address(mail: OutgoingMail) -> str:
    """Return the envelope sender of a mail: nobody for an acknowledgement, else where its failure comes back to."""
    chosen = settings()
    if mail.auto_reply:
        return ""
    if not (chosen.mail_bounce_address and mail.bounce_token):
        return chosen.mail_from
    return tagged(chosen.mail_bounce_address, mail.bounce_token)


def bounce_token_in(recipient: str) -> str | None:
    """Return the token in an address that a failure notice came to, None for any other address."""
    return token_in(recipient, settings().mail_bounce_address)


@transactional
def record_bounce(bounce: Bounce, *, now: datetime) -> OutgoingMail | None:
    """Note a failure notice and return the mail it is about; None when it is about none of ours.

    A final failure marks the mail as not delivered, with the reason. It takes the address out of use when it
    blames the address and came back to the mail's own return address; any other only adds to its score.
    """
    mail = _find(bounce.token, bounce.message_id, now)
    if mail is None:
        log.info("a failure notice names no mail of ours")
        return None
    verdict = judge(Notice(bounce.permanent, bounce.status, _is_proven(mail, bounce.token)))
    text = one_line(bounce.text)[:TEXT_LENGTH]
    if not _is_new(mail, verdict, bounce.status, text, now):
        return mail
    add_score(mail.to_address, verdict, status=bounce.status[:STATUS_LENGTH], text=text, now=now)
    if verdict.kind is BounceKind.HARD:
        _mark_undelivered(mail, verdict.reason, text, now)
    log.warning("mail %s (%s) came back: %s", mail.id, mail.event, verdict.kind)
    return mail


@transactional
def record_refusal(mail: OutgoingMail, text: str, *, now: datetime) -> None:
    """Count the final refusal of the server that was handed a mail.

    A bare 550 may be our own relay's fault, which would take every address out of use: it weighs half.
    """
    found = ENHANCED.search(text)
    status, said = found[0] if found else "", one_line(text)[:TEXT_LENGTH]
    verdict = judge(Notice(permanent=True, status=status, is_proven=found is not None))
    if _is_new(mail, verdict, status, said, now):
        add_score(mail.to_address, verdict, status=status, text=said, now=now)


@transactional
def record_complaint(
    *, token: str | None = None, message_id: str | None = None, now: datetime
) -> OutgoingMail | None:
    """Note that a recipient called a mail unwanted, and return the mail, if it is ours.

    They get nothing more when the complaint knows the mail's own return address; otherwise anybody who saw the
    mail may have made it up, and it only adds to the address's score.
    """
    mail = _find(token, message_id, now)
    if mail is None:
        return None
    if _knows_address_of(mail, token):
        verdict = Verdict(BounceKind.COMPLAINT, 0.0, Reason.REJECTED)
        if _is_new(mail, verdict, "", "", now):
            suppress_complaint(mail.to_address, now=now)
    else:
        verdict = Verdict(BounceKind.SOFT, UNPROVEN_WEIGHT, Reason.REJECTED)
        if _is_new(mail, verdict, "", "", now):
            add_score(mail.to_address, verdict, status="", text="", now=now)
    log.warning("mail %s (%s) was called unwanted", mail.id, mail.event)
    return mail


def _is_proven(mail: OutgoingMail, token: str | None) -> bool:
    """Tell whether a notice knows the return address made for this one mail.

    A made-up one proves nothing: the mail was then found by its Message-ID, which many may know.
    """
    return _knows_address_of(mail, token) or not settings().mail_bounce_address or mail.auto_reply


def _knows_address_of(mail: OutgoingMail, token: str | None) -> bool:
    return token is not None and token.lower() == mail.bounce_token


def _find(token: str | None, message_id: str | None, now: datetime) -> OutgoingMail | None:
    """Return the mail by its return token, otherwise by its Message-ID, if it is not too old."""
    recent = select(OutgoingMail).where(OutgoingMail.created_at > now - NOTICE_LIFE)
    found = db.session.scalar(recent.where(OutgoingMail.bounce_token == token.lower())) if token else None
    if found is None and message_id:
        found = db.session.scalar(recent.where(OutgoingMail.message_id == message_id.strip()))
    return found


def _is_new(mail: OutgoingMail, verdict: Verdict, status: str, text: str, now: datetime) -> bool:
    row = MailBounce(
        mail_id=mail.id,
        kind=verdict.kind,
        address=mail.to_address,
        status=status[:STATUS_LENGTH],
        text=text,
        reason=verdict.reason,
        created_at=now,
    )
    return insert_unless_taken(row) is not None


def _mark_undelivered(mail: OutgoingMail, reason: Reason, text: str, now: datetime) -> None:
    """Show the mail among those that did not arrive; one that somebody already settled stays settled."""
    mail.bounced_at = now
    if mail.state is State.SENT:
        mail.state, mail.reason, mail.last_error = State.DEAD, reason, text
