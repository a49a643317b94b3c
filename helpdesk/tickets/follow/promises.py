"""What the member reads about where the dossier stands: stages, and what is promised until when."""

from datetime import datetime

from helpdesk.core.hours import reachable_by
from helpdesk.tickets.labels import status_label
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.progress import desk_hours
from helpdesk.tickets.rules import ACTIVE, CLOSE_AFTER, Status
from helpdesk.web.filters import day, local_time
from helpdesk.web.i18n import gettext as _

Stage = tuple[str, str, str]
"""Words, detail, and where it stands: `done`, `now` or empty."""


def stages(ticket: Ticket) -> list[Stage]:
    """Return the way of a dossier: received, in hand, answered, resolved.

    When it is over, what never took place is left out: a member may have solved it without us.
    """
    is_over = ticket.status not in ACTIVE
    is_answered = ticket.first_answered_at is not None
    is_taken = is_answered or _is_in_hand(ticket)
    passed = [True, is_taken, is_answered, is_over]
    words = [_("Reçu"), _("Pris en charge"), _("Première réponse"), _("Résolu")]
    details = [
        day(ticket.created_at),
        "",
        day(ticket.first_answered_at) if ticket.first_answered_at else "",
        day(ticket.resolved_at) if ticket.resolved_at else "",
    ]
    current = max(place for place, is_passed in enumerate(passed) if is_passed)
    return [
        (words[place], details[place], _state(passed[place], place == current and not is_over))
        for place in range(len(words))
        if passed[place] or not is_over
    ]


def member_status(ticket: Ticket) -> str:
    """Return where the dossier stands in words; one that was opened again may have nobody yet."""
    waits_for_us = ticket.status is Status.OPEN and ticket.assignee_id is None
    return status_label(Status.NEW if waits_for_us else ticket.status, for_member=True)


def promises(ticket: Ticket, *, now: datetime) -> list[str]:
    """Return what the member may count on, a sentence each, the soonest first."""
    if ticket.status is Status.RESOLVED:
        until = day((ticket.resolved_at or now) + CLOSE_AFTER)
        return [
            _("Le dossier est résolu. Si le problème revient, écrivez-nous ici avant le %(day)s.", day=until)
        ]
    if ticket.status is Status.CLOSED:
        return [_("Le dossier est clos. Si le problème revient, écrivez-nous ici : nous le rouvrons.")]
    said = []
    if ticket.status is Status.WAITING:
        said.append(_("Nous attendons votre réponse : écrivez-la ci-dessous."))
    if ticket.callback_due_at and not ticket.callback_done_at:
        said.append(_due(_("Un conseiller vous rappelle"), ticket.callback_due_at, ticket, now))
    if ticket.first_answer_due_at and _is_owed(ticket):
        said.append(_due(_("Un conseiller vous répond"), ticket.first_answer_due_at, ticket, now))
    elif ticket.resolve_due_at and ticket.status is not Status.WAITING:
        said.append(_due(_("Nous visons une solution"), ticket.resolve_due_at, ticket, now))
    return said or [_("Un conseiller suit votre dossier.")]


def _is_in_hand(ticket: Ticket) -> bool:
    return ticket.assignee_id is not None or ticket.status in {Status.WAITING, Status.ESCALATED}


def _is_owed(ticket: Ticket) -> bool:
    clock = ticket.clocks.get("first_answer")
    return clock is not None and clock["ended_at"] is None


def _due(words: str, due_at: datetime, ticket: Ticket, now: datetime) -> str:
    if due_at <= now:
        return _(
            "%(words)s dès que possible : l’échéance du %(due)s est dépassée.",
            words=words,
            due=local_time(due_at),
        )
    by = reachable_by(due_at, desk_hours(ticket), after=now)
    return _("%(words)s au plus tard le %(due)s.", words=words, due=local_time(by))


def _state(is_passed: bool, is_current: bool) -> str:
    if is_current:
        return "now"
    return "done" if is_passed else ""
