"""Sending what is due: take one mail, hand it to the server, write what became of it.

No transaction is open while the server speaks. One connection carries a whole run. Neither subjects nor
addresses are logged.
"""

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import OperationalError

from helpdesk.config import settings
from helpdesk.db import db
from helpdesk.engines.mail import MailTransport, Permanent, Temporary, Unreachable, open_mail
from helpdesk.engines.mail.build import BadLetter
from helpdesk.outbox import leases
from helpdesk.outbox.bounces import bounce_address
from helpdesk.outbox.composing import compose
from helpdesk.outbox.departure import Stay, find_stay, is_link_only
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.rules import Failure, Reason, State, lease_for, next_try, refusal_reason

log = logging.getLogger(__name__)

BATCH = 200
"""Most mails of one run, so that whoever runs it also does its other work."""
ERROR_LENGTH = 500
MARK_WAITS_S = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Pauses before the outcome is written again when the database went away, e.g. restarted, meanwhile."""


class NoMailServer(Exception):
    """The server takes no mail at all; the sentence says why."""


@dataclass(frozen=True)
class Run:
    """One run of a worker: who it is, when it began, and through which transport it sends."""

    worker: str
    transport: MailTransport
    began_at: datetime
    began_ticks: float

    def now(self) -> datetime:
        """Return the present instant, counted from the beginning of the run."""
        return self.began_at + timedelta(seconds=time.monotonic() - self.began_ticks)


def deliver_due(
    *, now: datetime, worker: str, limit: int = BATCH, is_stopping: Callable[[], bool] = lambda: False
) -> int:
    """Send what is due, at most `limit` mails; return how many were tried.

    Any number of workers may run it at once. It stops after the mail in hand when `is_stopping` says so, and
    raises NoMailServer when the server does not answer.
    """
    if not leases.is_anything_due(now=now):
        return 0
    leases.tidy(now=now)
    chosen = settings()
    tried = 0
    with open_mail(chosen.engine_url("mail"), timeout=chosen.mail_timeout_seconds) as transport:
        run = Run(worker, transport, now, time.monotonic())
        while tried < limit and not is_stopping() and _deliver_next(run):
            tried += 1
    return tried


def _deliver_next(run: Run) -> bool:
    lease = lease_for(timedelta(seconds=settings().mail_timeout_seconds))
    mail = leases.take_next(now=run.now(), worker=run.worker, lease=lease)
    if mail is None:
        return False
    stay = find_stay(mail, now=run.now())
    if stay is not None:
        _settle_staying(mail, stay, run)
        return True
    mail.link_only = is_link_only(mail)
    references = leases.list_references(mail)
    # Reading began a transaction: end it before the server is spoken to.
    db.session.rollback()
    failure = _try(mail, references, run.transport)
    if failure is None:
        _settle_sent(mail, run)
    else:
        _settle_failed(mail, failure, run)
    return True


def _try(mail: OutgoingMail, references: list[str], transport: MailTransport) -> Failure | None:
    """Hand one mail over; return None when the server took it."""
    try:
        message = compose(mail, references=references).as_bytes()
        transport.send(bounce_address(mail), mail.to_address, message)
    except BadLetter as error:
        return Failure(Reason.UNWRITABLE, str(error))
    except Permanent as error:
        return Failure(refusal_reason(error.code, error.text), str(error), error.code)
    except Unreachable as error:
        return Failure(Reason.NO_SERVER, str(error), error.code)
    except Temporary as error:
        return Failure(Reason.NOT_NOW, str(error), error.code)
    except Exception as error:
        # A mistake of ours must not stop the mails behind it; it is retried, since a new version may mend it.
        log.exception("mail %s (%s) could not be made", mail.id, mail.event)
        return Failure(Reason.NOT_NOW, f"{type(error).__name__} while the message was made")
    return None


def _settle_staying(mail: OutgoingMail, stay: Stay, run: Run) -> None:
    values = leases.EMPTY if stay.state is State.DISCARDED or mail.carries_secret else {}
    _settle(mail, run, state=stay.state, reason=stay.reason, last_error=stay.detail, **values)
    log.info("mail %s (%s) stays: %s", mail.id, mail.event, stay.reason or stay.state)


def _settle_sent(mail: OutgoingMail, run: Run) -> None:
    values = leases.EMPTY if mail.carries_secret or mail.inserts else {}
    kept = _settle(
        mail,
        run,
        state=State.SENT,
        sent_at=run.now(),
        reason=None,
        last_error=None,
        **values,
    )
    log.info("mail %s (%s) sent%s", mail.id, mail.event, "" if kept else ", after its lease ended")


def _settle_failed(mail: OutgoingMail, failure: Failure, run: Run) -> None:
    now = run.now()
    again_at = next_try(
        failure,
        attempts=mail.attempts,
        first_tried_at=mail.first_tried_at or now,
        now=now,
        jitter=secrets.randbelow(1000) / 1000,
    )
    _settle(
        mail,
        run,
        state=State.DEAD if again_at is None else State.QUEUED,
        not_before=again_at or mail.not_before,
        reason=failure.reason,
        last_error=failure.text[:ERROR_LENGTH],
    )
    outcome = "given up" if again_at is None else "to be tried again"
    log.warning("mail %s (%s) %s: %s %s", mail.id, mail.event, outcome, failure.reason, failure.code or "")
    if failure.reason is Reason.NO_SERVER:
        raise NoMailServer(f"The mail server takes nothing now ({failure.text})")


def _settle(mail: OutgoingMail, run: Run, **values: Any) -> bool:
    """Write the outcome, patiently: a mail that left and is not marked would leave a second time."""
    for wait in MARK_WAITS_S:
        try:
            return leases.settle(mail, worker=run.worker, **values)
        except OperationalError:
            log.warning("the outcome of mail %s cannot be written yet", mail.id)
            db.session.rollback()
            time.sleep(wait)
    return leases.settle(mail, worker=run.worker, **values)
