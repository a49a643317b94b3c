"""A mail that begins something: it opens a dossier as the form does, with what can be guessed, said as a guess."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, union_all

from helpdesk.db import AnySelect, ask
from helpdesk.intake.filing.brake import take_leave
from helpdesk.intake.filing.case import Case, finish, note_refused
from helpdesk.intake.guessing import (
    Candidate,
    OrganisationSource,
    guess_language,
    guess_organisation,
    guess_topic,
)
from helpdesk.intake.rules import State, Why
from helpdesk.intake.texts import bare_subject
from helpdesk.organisations.models import Organisation, OrganisationContact
from helpdesk.tickets import history
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.opening import open_ticket
from helpdesk.tickets.readying import Complaint
from helpdesk.tickets.rules import NAME_LENGTH, SUBJECT_LENGTH, Channel, EventKind
from helpdesk.web.i18n import gettext as _

CANDIDATES_AT_MOST = 20
SUBJECT_FROM_TEXT = 80


def open_new(case: Case, *, by_id: int | None = None) -> bool:
    """Open a dossier, unless its sender opened too many of late; then an agent looks at it first."""
    if by_id is None and not take_leave(case.sender.address, "open", now=case.now):
        finish(case.row, State.TO_CHECK, Why.TOO_MANY, now=case.now)
        return False
    ticket = _opened(case)
    note_refused(case, ticket)
    if case.found is not None:
        _link(ticket, case)
    why = Why.BY_HAND if by_id else Why.OPENED if case.found is None else Why.OPENED_LINKED
    finish(case.row, State.FILED, why, now=case.now, ticket=ticket, by_id=by_id)
    return True


def _opened(case: Case) -> Ticket:
    row = case.row
    topic = guess_topic(row.subject, row.visible)
    organisation = guess_organisation(_candidates(case.sender.address))
    complaint = Complaint(
        category=topic.category,
        subcategory=topic.subcategory,
        subject=_subject(case),
        body=row.visible or _("(Ce courriel ne contient pas de texte.)"),
        channel=Channel.MAIL,
        lang=guess_language(f"{row.subject}\n{row.visible}"),
        name=(row.from_name or case.sender.address.partition("@")[0])[:NAME_LENGTH],
        email=case.sender.address,
        organisation_id=organisation.id if organisation else None,
        files=case.files,
        submission_key=f"mail {row.id} {row.content}",
    )
    name = organisation.name if organisation else ""
    row.guess = {
        "category": topic.category,
        "subcategory": topic.subcategory,
        "words": list(topic.words),
        "organisation": name,
    }
    ticket = open_ticket(complaint, now=case.now, by_mail=case.by_mail()).ticket
    history.record(ticket, EventKind.GUESSED, now=case.now, words=list(topic.words), organisation=name)
    return ticket


def _subject(case: Case) -> str:
    subject = bare_subject(case.row.subject)
    if not subject:
        first = next((line.strip() for line in case.row.visible.splitlines() if line.strip()), "")
        subject = first[:SUBJECT_FROM_TEXT] or _("Courriel sans objet")
    return subject[:SUBJECT_LENGTH]


def _link(ticket: Ticket, case: Case) -> None:
    """Tell the agents what the mail refers to; the old dossier hears of it only from its own member."""
    assert case.found is not None
    old = case.found.ticket
    is_own = bool(old.requester_email) and old.requester_email == ticket.requester_email
    how = "follows" if is_own else "cites"
    history.record(ticket, EventKind.LINKED, now=case.now, reference=old.reference, how=how)
    if is_own:
        history.record(old, EventKind.LINKED, now=case.now, reference=ticket.reference, how="followed")


def _candidates(address: str) -> list[Candidate]:
    """List the organisations that this address speaks for, or wrote about before."""
    if not address:
        return []
    contacts = ask(_organisations_of_contact(), {"address": address}).all()
    if contacts:
        return [Candidate(OrganisationSource.CONTACT, *row) for row in contacts]
    previous = ask(_organisation_written_about(), {"address": address})
    return [Candidate(OrganisationSource.PREVIOUS, *row) for row in previous]


@cache
def _organisations_of_contact() -> Any:
    at_contact = (
        select(Organisation.id, Organisation.name)
        .join(OrganisationContact, OrganisationContact.organisation_id == Organisation.id)
        .where(OrganisationContact.email == bindparam("address"))
    )
    own = select(Organisation.id, Organisation.name).where(Organisation.role_mailbox == bindparam("address"))
    return union_all(at_contact, own).limit(CANDIDATES_AT_MOST)


@cache
def _organisation_written_about() -> AnySelect:
    last = (
        select(Ticket.organisation_id)
        .where(Ticket.requester_email == bindparam("address"), Ticket.organisation_id.is_not(None))
        .order_by(Ticket.id.desc())
        .limit(1)
    )
    return select(Organisation.id, Organisation.name).where(Organisation.id.in_(last))
