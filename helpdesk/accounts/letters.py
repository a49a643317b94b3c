"""Mails about an account: a one-time link, or word that something which protects the account changed."""

from datetime import datetime
from enum import StrEnum

from helpdesk.accounts.models import Person
from helpdesk.outbox.rules import Lane
from helpdesk.outbox.service import Envelope, post


class Change(StrEnum):
    """What changed on an account and is told to its mailbox."""

    PASSWORD = "password"  # noqa: S105 - the name of an event
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    RECOVERY_CODE_USED = "recovery_code_used"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"


def link_envelope(to: str, lang: str, *, expires_at: datetime) -> Envelope:
    """Return how a one-time link travels: first of all, and not once it is useless."""
    return Envelope(to=to, lang=lang, lane=Lane.URGENT, useless_after=expires_at)


def tell_change(person: Person, change: Change, *, now: datetime) -> None:
    """Write to a person that the account was changed, so that a stranger's act is noticed."""
    envelope = Envelope(to=person.email, lang=person.lang, thread=f"person:{person.id}")
    post("accounts/account_changed", envelope, now=now, change=change.value, at=now)
