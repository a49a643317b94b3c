"""What a complaint becomes before it is stored: masked, routed, judged and timed, with the mail that says so.

Nothing is written here. On SQLite one dossier is stored at a time: what a form says is made ready before
its turn, so that no other waits for that; a call or a mail is opened within a larger use case.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from random import SystemRandom
from typing import Any

from helpdesk.core.clock import local
from helpdesk.core.hours import Hours
from helpdesk.core.identifiers import new_reference, new_token
from helpdesk.core.masking import Kind, mask
from helpdesk.desks.queries import hours_of
from helpdesk.outbox.models import OutgoingMail
from helpdesk.tickets.clocks.service import start_clocks
from helpdesk.tickets.files.rules import KeptFile
from helpdesk.tickets.history import ByMail
from helpdesk.tickets.letters import ACKNOWLEDGEMENT, letters_to_requester
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.promises.rules import ClockKind
from helpdesk.tickets.routing.service import Destination, find_destination
from helpdesk.tickets.rules import Channel, SeverityBy, Status
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


@dataclass
class Ready:
    """A complaint that only wants to be stored; `token` is the secret of the private link in its mail."""

    complaint: Complaint
    masked: frozenset[Kind]
    ticket: Ticket
    desk: str
    hours: Hours
    by_mail: ByMail | None
    token: str
    now: datetime
    mails: Sequence[OutgoingMail] = ()

    def name_anew(self) -> None:
        """Take another reference, which the mail names too."""
        self.ticket.reference = new_reference(_random)
        self.mails = letters_to_requester(
            ACKNOWLEDGEMENT,
            self.ticket,
            now=self.now,
            token=self.token,
            by_mail=self.by_mail,
            hours=self.hours,
        )


def make_ready(complaint: Complaint, *, now: datetime, by_mail: ByMail | None = None) -> Ready:
    """Return the complaint with all that can be known before it is stored.

    One statement reads the rules with their desks and the organisation; one more when a rule asks what stands
    above the organisation, or when no rule fits.
    """
    safe, masked = _masked(complaint)
    row = _described(safe)
    row.submission_key = _submission(safe)
    destination = find_destination(row, on=local(now).date())
    hours = hours_of(destination.desk)
    _decide(row, destination, now=now, hours=hours)
    ready = Ready(safe, masked, row, destination.desk.name, hours, by_mail, new_token(), now)
    ready.name_anew()
    return ready


def _masked(complaint: Complaint) -> tuple[Complaint, frozenset[Kind]]:
    """Return the complaint without accounts, cards and social-security numbers, and what kinds it had."""
    done = {name: mask(getattr(complaint, name)) for name in _TEXTS}
    names = [mask(file.name) for file in complaint.files]
    found = frozenset[Kind]().union(*(each.found for each in (*done.values(), *names)))
    files = tuple(replace(file, name=name.text) for file, name in zip(complaint.files, names, strict=True))
    texts: dict[str, Any] = {name: each.text for name, each in done.items()}
    return replace(complaint, files=files, **texts), found


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


def _decide(row: Ticket, destination: Destination, *, now: datetime, hours: Hours) -> None:
    organisation = destination.organisation
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
