"""Whether a mail that is about to leave may: asked at the last moment, since minds and mailboxes change meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.preferences.queries import find_timing, wants_links_only
from helpdesk.outbox.preferences.rules import Timing
from helpdesk.outbox.rules import Lane, Reason, State
from helpdesk.outbox.suppression import find_suppression


@dataclass(frozen=True, slots=True)
class Stay:
    """Why a mail does not leave, and what becomes of it."""

    state: State
    reason: Reason | None = None
    detail: str | None = None


def find_stay(mail: OutgoingMail, *, now: datetime) -> Stay | None:
    """Return why the mail may not leave; None when it may.

    One that somebody waits for is shown as not delivered; of a mass of notices nobody needs to hear.
    """
    suppression = find_suppression(mail.to_address, now=now)
    if suppression is not None:
        state = State.DISCARDED if mail.lane is Lane.BULK else State.DEAD
        return Stay(state, Reason.SUPPRESSED, suppression.text)
    if mail.person_id is None:
        return None
    timing = find_timing(mail.event, person_id=mail.person_id, scope=mail.scope)
    if timing is Timing.OFF:
        return Stay(State.DISCARDED, Reason.UNWANTED)
    return Stay(State.HELD) if timing is Timing.DIGEST else None


def is_link_only(mail: OutgoingMail) -> bool:
    """Tell whether the mail may hold nothing but links: its subject asks for discretion, or its reader does."""
    return mail.link_only or (mail.person_id is not None and wants_links_only(mail.person_id))
