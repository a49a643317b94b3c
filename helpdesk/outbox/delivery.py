"""Sending what is due: take one mail, hand it to the server, write what became of it.

No transaction is open while the server speaks. One connection carries a whole run. Neither subjects nor
addresses are logged.
"""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import OperationalError

from helpdesk.config import settings
from helpdesk.db import db
from helpdesk.engines.mail import MailTransport, Permanent, Temporary, Unreachable, open_mail
from helpdesk.engines.mail.build import BadLetter
from helpdesk.outbox import leases
from helpdesk.outbox.bounces import bounce_address, record_refusal
from helpdesk.outbox.composing import compose
from helpdesk.outbox.departure import Stay, find_stay, is_link_only
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.rules import Failure, Reason, State, lease_for, next_try, refusal_reason

log = logging.getLogger(__name__)

BATCH = 10_000
BLAMES_ADDRESS = frozenset({Reason.UNKNOWN_ADDRESS, Reason.MAILBOX_FULL})
RUN_FOR_S = 10.0
"""How long one run lasts, so that whoever runs it also does its other work."""
ERROR_LENGTH = 500
MARK_WAITS_S = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Pauses before the outcome is written again when the database went away, e.g. restarted, meanwhile."""


class NoMailServer(Exception):
    """The server takes no mail at all; the sentence says why."""


@dataclass(frozen=True)
class Run:
    """One run of a worker: who it is, when it began, and through which transport it sends."""

    hold: leases.Hold
    transport: MailTransport
    began_at: datetime
    began_ticks: float

    def now(self) -> datetime:
        """Return the present instant, counted from the beginning of the run."""
        return self.began_at + timedelta(seconds=time.monotonic() - self.began_ticks)

    def is_over(self) -> bool:
        """Tell whether it is time for other work."""
        return time.monotonic() - self.began_ticks >= RUN_FOR_S


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail: the values to write, the line for the log, and the failure that ends the run, if any."""

    mail: OutgoingMail
    values: Mapping[str, Any]
    word: str
    level: int = logging.INFO
    end: str = ""
    refusal: str = ""
    """What the server said when it blamed the address."""


def deliver_due(
    *, now: datetime, worker: str, limit: int = BATCH, is_stopping: Callable[[], bool] = lambda: False
) -> int:
    """Send what is due, at most `limit` mails or for some seconds; return how many were tried.

    Any number of workers may run it at once. It stops after the mail in hand when `is_stopping` says so, and
    raises NoMailServer when the server does not answer.
    """
    if is_stopping() or not leases.is_anything_due(now=now):
        return 0
    leases.tidy(now=now)
    chosen = settings()
    tried = 0
    hold = leases.Hold(worker, lease_for(timedelta(seconds=chosen.mail_timeout_seconds)))
    with open_mail(chosen.engine_url("mail"), timeout=chosen.mail_timeout_seconds) as transport:
        run = Run(hold, transport, now, time.monotonic())
        mail = leases.take_next(now=run.now(), hold=hold)
        while mail is not None:
            tried += 1
            outcome = _carry(mail, run)
            goes_on = tried < limit and not (outcome.end or run.is_over() or is_stopping())
            mail = _pass_on(outcome, run, goes_on=goes_on)
    return tried


def _carry(mail: OutgoingMail, run: Run) -> Outcome:
    """Send one leased mail, or find out why not; nothing is written yet."""
    stay = find_stay(mail, now=run.now())
    if stay is not None:
        return _staying(mail, stay)
    mail.link_only = is_link_only(mail)
    references = leases.list_references(mail)
    # Reading began a transaction: end it before the server is spoken to.
    db.session.rollback()
    failure = _try(mail, references, run.transport)
    return _sent(mail, run) if failure is None else _failed(mail, failure, run)


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


def _staying(mail: OutgoingMail, stay: Stay) -> Outcome:
    emptied = leases.EMPTY if stay.state is State.DISCARDED or mail.carries_secret else {}
    values = {"state": stay.state, "reason": stay.reason, "last_error": stay.detail, **emptied}
    return Outcome(mail, values, f"stays: {stay.reason or stay.state}")


def _sent(mail: OutgoingMail, run: Run) -> Outcome:
    emptied = leases.EMPTY if mail.carries_secret or mail.inserts else {}
    values = {"state": State.SENT, "sent_at": run.now(), "reason": None, "last_error": None, **emptied}
    return Outcome(mail, values, "sent")


def _failed(mail: OutgoingMail, failure: Failure, run: Run) -> Outcome:
    now = run.now()
    again_at = next_try(
        failure,
        attempts=mail.attempts,
        first_tried_at=mail.first_tried_at or now,
        now=now,
        jitter=secrets.randbelow(1000) / 1000,
    )
    values = {
        "state": State.DEAD if again_at is None else State.QUEUED,
        "not_before": again_at or mail.not_before,
        "reason": failure.reason,
        "last_error": failure.text[:ERROR_LENGTH],
    }
    word = "given up" if again_at is None else "to be tried again"
    is_silent = failure.reason is Reason.NO_SERVER
    return Outcome(
        mail,
        values,
        f"{word}: {failure.reason} {failure.code or ''}",
        level=logging.WARNING,
        end=f"The mail server takes nothing now ({failure.text})" if is_silent else "",
        refusal=failure.text if failure.code and failure.reason in BLAMES_ADDRESS else "",
    )


def _pass_on(outcome: Outcome, run: Run, *, goes_on: bool) -> OutgoingMail | None:
    """Write the outcome and take the next mail at once; raise NoMailServer when the server is silent."""
    kept, mail = _write(outcome, run, goes_on=goes_on)
    done = outcome.mail
    suffix = "" if kept else ", after its lease ended"
    log.log(outcome.level, "mail %s (%s) %s%s", done.id, done.event, outcome.word, suffix)
    if outcome.refusal:
        record_refusal(done, outcome.refusal, now=run.now())
    if outcome.end:
        raise NoMailServer(outcome.end)
    return mail


def _write(outcome: Outcome, run: Run, *, goes_on: bool) -> tuple[bool, OutgoingMail | None]:
    """Write the outcome, patiently: a mail that left and is not marked would leave a second time."""
    for wait in (*MARK_WAITS_S, None):
        try:
            kept = leases.settle_and_take(
                outcome.mail, outcome.values, hold=run.hold, now=run.now(), takes_next=goes_on
            )
        except OperationalError:
            log.warning("the outcome of mail %s cannot be written yet", outcome.mail.id)
            db.session.rollback()
            if wait is None:
                raise
            time.sleep(wait)
        else:
            return kept
    raise AssertionError("the last wait is none")
