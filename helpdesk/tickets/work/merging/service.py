"""Making two dossiers one, and taking them apart again: nothing is copied, nothing is lost."""

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
from helpdesk.tickets.letters import tell_requester
from helpdesk.tickets.models import Attachment, Entry, FollowLink, Ticket, find_key_of
from helpdesk.tickets.progress import apply, touch
from helpdesk.tickets.queries import check_version, lock_ticket
from helpdesk.tickets.rules import ACTIVE, Action, EventKind
from helpdesk.tickets.work.holding import Seen, hold
from helpdesk.tickets.work.merging.labels import OBSTACLES
from helpdesk.tickets.work.merging.models import TicketMerge
from helpdesk.tickets.work.merging.queries import find_seen, get_merge
from helpdesk.tickets.work.merging.rules import Side, obstacle
from helpdesk.tickets.work.reach import reach_of
from helpdesk.web.i18n import gettext as _

CONTACTS = ("requester_name", "requester_email", "requester_phone")
CAUTIONS = ("confidential", "no_voicemail")
AT_ONCE = 500
"""Most numbers in one statement: SQLite takes a bounded number of values."""


@transactional
def merge(seen: Seen, into: str, *, now: datetime) -> Ticket:
    """Let the dossier seen go into the one of reference `into`, and return that one.

    History, files and private links go over; so do discretion, contact details that were missing and a
    call-back that is owed; what was still open reopens a dossier that was done. A second click finds it
    done. Raises Refused when the two are not to be one, or the other is not to be seen.
    """
    reach = reach_of(seen.viewer, read_directory(local(now).date()))
    ids = find_seen(into, reach), find_seen(seen.reference, reach)
    if ids[0] is None:
        raise Refused(_("Aucun dossier de cette référence : vérifiez-la."))
    # In one order for everybody: two colleagues who merge each other's way do not wait for one another.
    locked = {each: lock_ticket(each) for each in sorted(each for each in ids if each is not None)}
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

    What was written since stays where it was written. Nothing happens when it was done already.
    """
    reach = reach_of(seen.viewer, read_directory(local(now).date()))
    found = find_seen(seen.reference, reach)
    if found is None:
        raise NotFound
    source = lock_ticket(found)
    if source.merged_into_id is None:
        return
    check_version(source, seen.version)
    target, done = lock_ticket(source.merged_into_id), get_merge(source.id)
    if target.merged_into_id is not None:
        raise Refused(
            _(
                "Le dossier %(reference)s a lui-même été réuni à un autre : séparez-les d’abord.",
                reference=target.reference,
            )
        )
    _come_back(source, target, done, now=now, by=seen.viewer)


def _side(ticket: Ticket) -> Side:
    return Side(
        ticket_id=ticket.id,
        status=ticket.status,
        is_merged=ticket.merged_into_id is not None,
        email=email_key(ticket.requester_email),
        phone=ticket.requester_phone,
    )


def _go_over(source: Ticket, target: Ticket, *, now: datetime, by: Viewer) -> None:
    moved = {"lines": _ids(Entry, source.id), "links": _ids(FollowLink, source.id)}
    _move(moved, target.id)
    done = TicketMerge(
        source_id=source.id,
        target_id=target.id,
        status_before=source.status,
        moved=moved,
        filled=_fill(target, source),
        merged_at=now,
    )
    db.session.add(done)
    source.merged_into_id = target.id
    # Who may read the one may read what is left of the other, such as a mail as it came.
    source.confidential, source.desk_id = target.confidential, target.desk_id
    apply(source, Action.MERGE, now=now, by=by, reference=target.reference)
    history.record(target, EventKind.MERGED, now=now, by=by, public=True, reference=source.reference)
    if done.status_before in ACTIVE and target.status not in ACTIVE:
        apply(target, Action.REOPEN, now=now, by=by)
    else:
        touch(target, now=now)


def _come_back(source: Ticket, target: Ticket, done: TicketMerge, *, now: datetime, by: Viewer) -> None:
    _move(done.moved, source.id)
    for name, before in done.filled.items():
        setattr(target, name, before)
    target.find_key = find_key_of(target)
    source.merged_into_id, done.undone_at = None, now
    for ticket, other in ((target, source), (source, target)):
        history.record(ticket, EventKind.TAKEN_APART, now=now, by=by, public=True, reference=other.reference)
    touch(target, now=now)
    if done.status_before in ACTIVE:
        apply(source, Action.REOPEN, now=now, by=by)
    else:
        touch(source, now=now)


def _fill(target: Ticket, source: Ticket) -> dict[str, Any]:
    """Take over what must not be lost; return what stood there before, of what may be given back."""
    wanted = {name: getattr(source, name) for name in CONTACTS if not getattr(target, name)}
    filled = {name: "" for name, value in wanted.items() if value}
    for name in filled:
        setattr(target, name, wanted[name])
    # Caution once asked for holds for the whole, and is not taken back by itself.
    for name in CAUTIONS:
        setattr(target, name, getattr(target, name) or getattr(source, name))
    target.find_key = find_key_of(target)
    _keep_promise(target, source)
    return filled


def _keep_promise(target: Ticket, source: Ticket) -> None:
    """Let a call-back that is owed be owed by the other dossier, by the same instant."""
    is_owed = source.callback_wanted and source.callback_done_at is None
    has_own = target.callback_wanted and target.callback_done_at is None
    if not is_owed or has_own or target.status not in ACTIVE or "callback" not in source.clocks:
        return
    target.callback_wanted, target.callback_done_at = True, None
    target.callback_slot, target.callback_due_at = source.callback_slot, source.callback_due_at
    target.clocks = {**target.clocks, "callback": source.clocks["callback"]}
    running = [target.first_answer_due_at, target.resolve_due_at, target.callback_due_at]
    target.due_at = min((each for each in running if each is not None), default=None)


def _ids(table: type[Entry] | type[FollowLink], ticket_id: int) -> list[int]:
    return list(db.session.scalars(select(table.id).where(table.ticket_id == ticket_id).order_by(table.id)))


def _move(moved: dict[str, list[int]], to: int) -> None:
    for lines in _parts(moved["lines"]):
        db.session.execute(update(Entry).where(Entry.id.in_(lines)).values(ticket_id=to))
        db.session.execute(update(Attachment).where(Attachment.entry_id.in_(lines)).values(ticket_id=to))
    for links in _parts(moved["links"]):
        db.session.execute(update(FollowLink).where(FollowLink.id.in_(links)).values(ticket_id=to))


def _parts(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
