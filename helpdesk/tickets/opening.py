"""Opening a dossier: from a complaint to a row that is masked, judged, routed, timed and told about.

The number of SQL statements is the same whatever the desk and its rules: see `open_ticket`.
"""

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from random import SystemRandom
from typing import Any

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.clock import local
from helpdesk.core.identifiers import new_reference
from helpdesk.core.masking import Kind, mask
from helpdesk.db import insert_all, insert_unless_taken, transactional
from helpdesk.desks.queries import hours_of
from helpdesk.tickets import history
from helpdesk.tickets.clocks.service import start_clocks
from helpdesk.tickets.files.rules import KeptFile
from helpdesk.tickets.files.service import attach, forget
from helpdesk.tickets.letters import new_follow_link, tell_requester
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.notices.service import tell_desk
from helpdesk.tickets.promises.rules import ClockKind
from helpdesk.tickets.queries import find_by_submission, get_complaint
from helpdesk.tickets.routing.service import Destination, find_destination
from helpdesk.tickets.rules import Channel, EntryKind, EventKind, SeverityBy, Status
from helpdesk.tickets.severity.service import judge, reasons_as_json

_random = SystemRandom()

_TEXTS = (
    "subject",
    "body",
    "name",
    "organisation_text",
    "callback_slot",
    "rum",
    "vendor_reference",
)
"""The fields in which people may type what we must not keep."""


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """What somebody told us, checked by a form, not yet masked. Money is in cents, phones in E.164."""

    category: str
    subcategory: str = ""
    subject: str
    body: str
    channel: Channel = Channel.WEB
    lang: str = "fr"
    article_slug: str = ""

    name: str = ""
    email: str = ""
    phone: str = ""
    organisation_id: int | None = None
    organisation_text: str = ""
    confidential: bool = False
    no_voicemail: bool = False

    amount_cents: int | None = None
    debit_on: date | None = None
    due_on: date | None = None
    deadline_on: date | None = None
    members_touched: int | None = None
    rum: str = ""
    reason_code: str = ""
    vendor_reference: str = ""
    vendor_contacted_on: date | None = None
    refunded: bool | None = None

    callback_wanted: bool = False
    callback_slot: str = ""
    files: tuple[KeptFile, ...] = ()
    submission_key: str = ""
    """Random value of the form; the same complaint sent twice with it opens one dossier."""


@dataclass(frozen=True)
class Opened:
    """A dossier that was opened, or found again when the same form came twice.

    `token` is the secret of a private link made for whoever sent this; it is stored nowhere.
    """

    ticket: Ticket
    token: str
    link_id: int
    masked: frozenset[Kind]
    is_new: bool


def open_ticket(
    complaint: Complaint,
    *,
    now: datetime,
    by: Viewer | None = None,
    by_mail: history.ByMail | None = None,
) -> Opened:
    """Open a dossier for the complaint; `by` is the agent who takes it down, if one does.

    Six statements: rules with desk and organisation, then one insert each into dossiers, history,
    links, mails and notices; one more when a rule asks what stands above the organisation,
    and two more for files.
    """
    safe, masked = masked_complaint(complaint)
    try:
        opened = _open(safe, masked, now=now, by=by, by_mail=by_mail)
    except BaseException:
        forget(complaint.files)
        raise
    if not opened.is_new:
        forget(complaint.files)
    return opened


def masked_complaint(complaint: Complaint) -> tuple[Complaint, frozenset[Kind]]:
    """Return the complaint without accounts, cards and social-security numbers, and what kinds it had."""
    done = {name: mask(getattr(complaint, name)) for name in _TEXTS}
    names = [mask(file.name) for file in complaint.files]
    found = frozenset[Kind]().union(*(each.found for each in (*done.values(), *names)))
    files = tuple(replace(file, name=name.text) for file, name in zip(complaint.files, names, strict=True))
    texts: dict[str, Any] = {name: each.text for name, each in done.items()}
    return replace(complaint, files=files, **texts), found


@transactional
def _open(
    complaint: Complaint,
    masked: frozenset[Kind],
    *,
    now: datetime,
    by: Viewer | None,
    by_mail: history.ByMail | None,
) -> Opened:
    row = _described(complaint)
    row.submission_key = _submission(complaint)
    destination = find_destination(row, on=local(now).date())
    _decide(row, destination, now=now)
    ticket = _insert(row)
    if ticket is None:
        assert row.submission_key is not None
        first = find_by_submission(row.submission_key)
        assert first is not None
        return _opened(first, masked, now=now, is_new=False)
    insert_all(_first_lines(ticket, complaint, desk=destination.desk.name, now=now, by=by, by_mail=by_mail))
    if complaint.files:
        attach(get_complaint(ticket.id), complaint.files, now=now)
    opened = _opened(ticket, masked, now=now, is_new=True)
    hours = hours_of(destination.desk)
    tell_requester("received", ticket, now=now, token=opened.token, by_mail=by_mail, hours=hours)
    tell_desk("new_dossier", ticket, now=now, but=by)
    return opened


def _described(complaint: Complaint) -> Ticket:
    """Return a row that says what the complaint says."""
    renamed = {"name": "requester_name", "email": "requester_email", "phone": "requester_phone"}
    apart = {"body", "files", "submission_key"}
    row = Ticket()
    for each in fields(complaint):
        if each.name not in apart:
            setattr(row, renamed.get(each.name, each.name), getattr(complaint, each.name))
    return row


def _submission(complaint: Complaint) -> str | None:
    """Return what the form and its content are known by.

    The content counts: who goes back, writes something else and sends again must not lose it.
    """
    if not complaint.submission_key:
        return None
    said = repr(replace(complaint, files=(), submission_key="")) + repr([f.sha256 for f in complaint.files])
    text = f"{complaint.submission_key}\0{said}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _decide(row: Ticket, destination: Destination, *, now: datetime) -> None:
    organisation, hours = destination.organisation, hours_of(destination.desk)
    row.organisation_id = organisation.id if organisation else None
    if organisation:
        row.organisation_text = organisation.name
    row.desk_id, row.priority, row.routing = destination.desk.id, destination.priority, destination.routing
    row.agent_facts, row.clocks = {}, {}
    monthly = organisation.monthly_collection_cents if organisation else None
    assessment = judge(row, today=local(now).date(), monthly_collection_cents=monthly)
    row.severity, row.severity_by = assessment.severity, SeverityBy.RULE
    row.severity_reasons = reasons_as_json(assessment)
    row.status, row.version = Status.NEW, 1
    row.created_at = row.updated_at = now
    kinds = [ClockKind.FIRST_ANSWER, ClockKind.RESOLUTION]
    start_clocks(row, [*kinds, ClockKind.CALLBACK] if row.callback_wanted else kinds, now=now, hours=hours)


def _insert(row: Ticket) -> Ticket | None:
    """Store the dossier under a reference nobody has; None when this submission was stored before."""
    while True:
        row.reference = new_reference(_random)
        stored = insert_unless_taken(row)
        if stored is not None:
            return stored
        if row.submission_key and find_by_submission(row.submission_key):
            return None


def _first_lines(
    ticket: Ticket,
    complaint: Complaint,
    *,
    desk: str,
    now: datetime,
    by: Viewer | None,
    by_mail: history.ByMail | None,
) -> list[Entry]:
    said = history.text_line(
        ticket,
        EntryKind.COMPLAINT,
        complaint.body,
        now=now,
        by=by,
        author_name=complaint.name,
        public=True,
        by_mail=by_mail,
    )
    routed = history.event_line(ticket, EventKind.ROUTED, now=now, desk=desk, **ticket.routing)
    judged = history.event_line(
        ticket,
        EventKind.SEVERITY_CHANGED,
        now=now,
        to=ticket.severity.value,
        reasons=ticket.severity_reasons,
    )
    if not ticket.callback_wanted:
        return [said, routed, judged]
    slot = ticket.callback_slot
    asked = history.event_line(ticket, EventKind.CALLBACK_ASKED, now=now, public=True, slot=slot)
    return [said, asked, routed, judged]


def _opened(ticket: Ticket, masked: frozenset[Kind], *, now: datetime, is_new: bool) -> Opened:
    token, link = new_follow_link(ticket, now=now)
    return Opened(ticket, token, link.id, masked, is_new)
