"""Telephone: calls made and received, and a dossier taken down while somebody is on the line."""

from dataclasses import replace
from datetime import datetime

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.masking import Kind, mask
from helpdesk.db import transactional
from helpdesk.tickets import history
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.opening import Opened, open_ticket
from helpdesk.tickets.progress import apply, call_back_done, touch
from helpdesk.tickets.readying import Complaint
from helpdesk.tickets.rules import ACTIVE, Action, Channel, EntryKind, EventKind
from helpdesk.tickets.work.holding import Seen, hold, said_already
from helpdesk.tickets.work.rules import SPOKEN, CallerOutcome, CallOutcome


def log_call(seen: Seen, outcome: CallOutcome, *, note: str, now: datetime) -> frozenset[Kind]:
    """Write down a call; one in which somebody spoke with the member keeps the promise of a call-back.

    Return what was masked in the note.
    """
    safe = mask(note)
    _log(seen, outcome, safe.text, now=now)
    return safe.found


@transactional
def _log(seen: Seen, outcome: CallOutcome, note: str, *, now: datetime) -> None:
    held = hold(seen, now=now, done=said_already(seen, EntryKind.CALL, note, outcome=outcome.value))
    if held.is_repeat:
        return
    _write_call(held.ticket, outcome, note, now=now, by=seen.viewer)
    touch(held.ticket, now=now)


@transactional
def open_for_caller(
    complaint: Complaint,
    outcome: CallerOutcome,
    *,
    answer: str = "",
    note: str = "",
    now: datetime,
    by: Viewer,
) -> Opened:
    """Open a dossier for somebody on the line; answered at once, it is taken and resolved at once.

    A call-back is promised when the outcome says so; `note` is for colleagues.
    """
    wants_call = outcome is CallerOutcome.CALL_BACK
    told = replace(complaint, channel=Channel.PHONE, callback_wanted=wants_call)
    opened = open_ticket(told, now=now, by=by)
    if opened.is_new and note:
        history.write(opened.ticket, EntryKind.NOTE, note, now=now, by=by)
    if not opened.is_new or outcome is not CallerOutcome.ANSWERED:
        return opened
    apply(opened.ticket, Action.TAKE, now=now, by=by)
    _write_call(opened.ticket, CallOutcome.CALLED_US, mask(answer).text, now=now, by=by)
    apply(opened.ticket, Action.RESOLVE, now=now, by=by)
    return opened


def _write_call(ticket: Ticket, outcome: CallOutcome, note: str, *, now: datetime, by: Viewer) -> None:
    line = history.write(ticket, EntryKind.CALL, note, now=now, by=by)
    line.event = {"outcome": outcome.value}
    if outcome not in SPOKEN:
        return
    ticket.mail_failure = None
    if ticket.status not in ACTIVE:
        return
    if ticket.callback_wanted and ticket.callback_done_at is None:
        history.record(ticket, EventKind.CALLBACK_DONE, now=now, by=by, public=True)
    call_back_done(ticket, now=now)
