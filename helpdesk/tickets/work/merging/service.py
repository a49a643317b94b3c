"""Making two dossiers one, and taking them apart again: nothing is copied, nothing is lost.

Private links stay with the dossier they were made for, and end there: whoever typed somebody's address into a
form holds one. The mail that tells of the merge carries a new one, to the mailbox.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.clock import local
from helpdesk.core.errors import NotFound, Refused
from helpdesk.core.identifiers import email_key
from helpdesk.db import db, transactional
from helpdesk.desks.directory import read_directory
from helpdesk.tickets import history
from helpdesk.tickets.clocks.service import give_callback, take_callback_back
from helpdesk.tickets.letters import tell_requester
from helpdesk.tickets.models import Attachment, Entry, Ticket
from helpdesk.tickets.progress import apply, touch
from helpdesk.tickets.queries import check_version, lock_ticket
from helpdesk.tickets.rules import ACTIVE, Action, EntryKind, EventKind, Status
from helpdesk.tickets.work.holding import Seen, hold
from helpdesk.tickets.work.judging import judge_now, keep_worse, reconsider
from helpdesk.tickets.work.merging.labels import OBSTACLES
from helpdesk.tickets.work.merging.models import TicketMerge
from helpdesk.tickets.work.merging.queries import find_seen, get_merge
from helpdesk.tickets.work.merging.rules import Side, awaits_escalation, facts_taken, obstacle
from helpdesk.tickets.work.reach import reach_of
from helpdesk.web.i18n import gettext as _

FACTS = (
    "amount_cents",
    "debit_on",
    "due_on",
    "deadline_on",
    "members_touched",
    "rum",
    "reason_code",
    "vendor_reference",
    "vendor_contacted_on",
    "refunded",
)
AT_ONCE = 500
"""Most numbers in one statement: SQLite takes a bounded number of values."""


@transactional
def merge(seen: Seen, into: str, *, now: datetime) -> Ticket:
    """Let the dossier seen go into the one of reference `into`, and return that one.

    History and files go over; so do discretion, facts that were not known, the worse severity and a call-back
    that is owed. What still waited for us there is waited for here: a dossier that was done, or waited for the
    member, goes on. A second click finds it done. Raises Refused when the two are not to be one, or the other is
    not to be seen.
    """
    reach = reach_of(seen.viewer, read_directory(local(now).date()))
    ids = find_seen(into, reach), find_seen(seen.reference, reach)
    if ids[0] is None:
        raise Refused(_("Aucun dossier de cette référence : vérifiez-la."))
    locked = _lock(ids)
    target = locked[ids[0]]
    if ids[1] is not None and locked[ids[1]].merged_into_id == target.id:
        return target
    source = hold(seen, now=now).ticket
    found = obstacle(_side(source), _side(target))
    if found is not None:
        raise Refused(str(OBSTACLES[found]))
    _go_over(source, target, now=now, by=seen.viewer)
    tell_requester("merged", target, now=now, was=source.reference)
    return target


@transactional
def take_apart(seen: Seen, *, now: datetime) -> None:
    """Give the dossier seen back what went into another one, and open it again if it was open.

    What was written since stays where it was written, and so do facts and severity that were taken over.
    Nothing happens when it was done already.
    """
    reach = reach_of(seen.viewer, read_directory(local(now).date()))
    found = find_seen(seen.reference, reach)
    if found is None:
        raise NotFound
    into = db.session.scalar(select(Ticket.merged_into_id).where(Ticket.id == found))
    locked = _lock([found, into])
    source = locked[found]
    if source.merged_into_id is None:
        return
    check_version(source, seen.version)
    target = locked.get(source.merged_into_id) or lock_ticket(source.merged_into_id)
    if target.merged_into_id is not None:
        raise Refused(
            _(
                "Le dossier %(reference)s a lui-même été réuni à un autre : séparez-les d’abord.",
                reference=target.reference,
            )
        )
    _come_back(source, target, get_merge(source.id), now=now, by=seen.viewer)


def _lock(ids: Sequence[int | None]) -> dict[int, Ticket]:
    """Lock in one order for everybody: two colleagues who merge each other's way do not wait for one another."""
    return {each: lock_ticket(each) for each in sorted({each for each in ids if each is not None})}


def _side(ticket: Ticket) -> Side:
    return Side(
        ticket_id=ticket.id,
        status=ticket.status,
        is_merged=ticket.merged_into_id is not None,
        is_escalated=ticket.escalated_at is not None or awaits_escalation(_events(ticket)),
        email=email_key(ticket.requester_email),
        phone=ticket.requester_phone,
    )


def _events(ticket: Ticket) -> list[str]:
    query = (
        select(Entry.event)
        .where(Entry.ticket_id == ticket.id)
        .where(Entry.kind == EntryKind.EVENT)
        .order_by(Entry.id)
    )
    return [event["kind"] for event in db.session.scalars(query) if event]


def _go_over(source: Ticket, target: Ticket, *, now: datetime, by: Viewer) -> None:
    lines = list(db.session.scalars(select(Entry.id).where(Entry.ticket_id == source.id).order_by(Entry.id)))
    _move(lines, target.id)
    before = _standing(source)
    _go_on(target, source.status, now=now, by=by)
    before["took_callback"] = give_callback(source, target)
    target.confidential = target.confidential or source.confidential
    target.no_voicemail = target.no_voicemail or source.no_voicemail
    _learn(target, source, now=now, by=by)
    db.session.add(
        TicketMerge(source_id=source.id, target_id=target.id, line_ids=lines, before=before, merged_at=now)
    )
    source.merged_into_id = target.id
    # Who may read the one may read what is left of the other, such as a mail as it came.
    source.confidential, source.desk_id = target.confidential, target.desk_id
    apply(source, Action.MERGE, now=now, by=by, reference=target.reference)
    history.record(target, EventKind.MERGED, now=now, by=by, public=True, reference=source.reference)
    touch(target, now=now)


def _standing(ticket: Ticket) -> dict[str, Any]:
    return {
        "status": ticket.status.value,
        "desk_id": ticket.desk_id,
        "confidential": ticket.confidential,
        "clocks": ticket.clocks,
    }


def _go_on(target: Ticket, status: Status, *, now: datetime, by: Viewer) -> None:
    """Let the other dossier wait for us if this one did."""
    if status in ACTIVE and target.status not in ACTIVE:
        apply(target, Action.REOPEN, now=now, by=by)
    elif status in {Status.NEW, Status.OPEN} and target.status is Status.WAITING:
        apply(target, Action.RESUME, now=now, by=by)


def _learn(target: Ticket, source: Ticket, *, now: datetime, by: Viewer) -> None:
    known = [{name: getattr(ticket, name) for name in FACTS} for ticket in (target, source)]
    before = judge_now(target, now=now)
    for name, value in facts_taken(*known).items():
        setattr(target, name, value)
    reconsider(target, before, now=now, by=by)
    keep_worse(target, source.severity, now=now, by=by)


def _come_back(source: Ticket, target: Ticket, done: TicketMerge, *, now: datetime, by: Viewer) -> None:
    _move(done.line_ids, source.id)
    before = done.before
    source.merged_into_id, done.undone_at = None, now
    source.desk_id, source.confidential = before["desk_id"], before["confidential"]
    for ticket, other in ((target, source), (source, target)):
        history.record(ticket, EventKind.TAKEN_APART, now=now, by=by, public=True, reference=other.reference)
    touch(target, now=now)
    if Status(before["status"]) in ACTIVE:
        apply(source, Action.REOPEN, now=now, by=by)
    else:
        touch(source, now=now)
    if before["took_callback"]:
        take_callback_back(source, target, before["clocks"])


def _move(lines: Sequence[int], to: int) -> None:
    for start in range(0, len(lines), AT_ONCE):
        part = lines[start : start + AT_ONCE]
        db.session.execute(update(Entry).where(Entry.id.in_(part)).values(ticket_id=to))
        db.session.execute(update(Attachment).where(Attachment.entry_id.in_(part)).values(ticket_id=to))
