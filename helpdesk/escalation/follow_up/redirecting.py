"""A mail to the administration that came back or was given up: the next administrator gets the case at once."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from helpdesk.accounts.models import Person, RoleGrant
from helpdesk.accounts.rules import Role
from helpdesk.config import settings
from helpdesk.core.identifiers import email_key
from helpdesk.db import db, insert_unless_taken, transactional
from helpdesk.escalation.follow_up.rules import next_addressee
from helpdesk.escalation.letters import tell_supervisors, write_to
from helpdesk.escalation.models import EscalationRedirect
from helpdesk.escalation.queries import lock_both
from helpdesk.escalation.rules import State
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.rules import State as MailState
from helpdesk.tickets.undelivered.queries import Failed, list_failed

log = logging.getLogger(__name__)

PREFIX = "escalation:"
ADMINISTRATORS_AT_MOST = 50


def redirect_due(*, now: datetime) -> int:
    """Pass on every escalation whose mail did not arrive, each in its own transaction; return how many.

    Any number of workers may run it at once: each mail is passed on once.
    """
    passed_on = after = 0
    # One whose escalation is gone fails for ever: those behind it are passed on all the same.
    while failed := _list_failed(after=after):
        db.session.rollback()
        passed_on += sum(_alone(each, now) for each in failed)
        after = failed[-1].mail_id
    return passed_on


def _list_failed(*, after: int) -> Sequence[Failed]:
    """List the mails to the administration that were given up and not passed on yet, oldest first."""
    passed_on = select(EscalationRedirect.id).where(EscalationRedirect.message_id == OutgoingMail.message_id)
    return list_failed(PREFIX, ~passed_on.exists(), after=after)


def _alone(failed: Failed, now: datetime) -> bool:
    try:
        return _redirect(failed, now=now)
    except Exception:
        log.exception("an escalation could not be passed on")
        return False


@transactional
def _redirect(failed: Failed, *, now: datetime) -> bool:
    ticket, escalation = lock_both(int(failed.thread.removeprefix(PREFIX)))
    is_waited_for = escalation.state is State.SENT
    everyone = [*_everyone(), ""]
    to = next_addressee(everyone, _unreachable(failed.thread)) if is_waited_for else ""
    row = EscalationRedirect(
        message_id=failed.message_id,
        escalation_id=escalation.id,
        address=failed.address,
        reason=failed.reason,
        passed_to=to or "",
        created_at=now,
    )
    if insert_unless_taken(row) is None or not is_waited_for:
        return False
    if to:
        write_to("redirected", to, escalation, ticket, now=now)
    tell_supervisors("undelivered", ticket, now=now, is_passed_on=bool(to))
    return True


def _everyone() -> list[str]:
    """Return whom an escalation may be written to, in order: both addressees, then every administrator."""
    people = (
        select(Person.email)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.ADMINISTRATOR, Person.disabled_at.is_(None))
        .order_by(Person.id)
        .limit(ADMINISTRATORS_AT_MOST)
    )
    chosen = settings()
    found = (chosen.escalation_to, chosen.escalation_second_to, *db.session.scalars(people))
    return list(dict.fromkeys(email_key(each) for each in found))


def _unreachable(thread: str) -> set[str]:
    """Return the addresses that a mail about this escalation did not reach."""
    query = select(OutgoingMail.to_address).where(
        OutgoingMail.thread == thread, OutgoingMail.state == MailState.DEAD
    )
    return {email_key(address) for address in db.session.scalars(query)}
