"""Mail that no person wrote: noted where it belongs, never answered, never anybody's message."""

from helpdesk.intake.filing.case import Case, finish
from helpdesk.intake.filing.understanding import Found, bounce_token, ticket_of_thread
from helpdesk.intake.rules import Link, Route, State, Why
from helpdesk.outbox.bounces import Bounce, bounce_token_in, record_bounce, record_complaint
from helpdesk.outbox.models import OutgoingMail
from helpdesk.tickets import history
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import EventKind


def drop(case: Case) -> bool:
    """Note our own mail coming back."""
    finish(case.row, State.SILENT, Why.OWN_MAIL, now=case.now)
    return False


def quiet(case: Case, link: Link | None) -> bool:
    """Note an automatic mail; on its dossier too when it comes from somebody who belongs there."""
    found = case.found
    if found is not None and link is not None and _belongs(link):
        _note_on(found, case)
        case.row.ticket_id = found.ticket.id
    finish(case.row, State.SILENT, Why.AUTOMATIC, now=case.now)
    return False


def bounced(case: Case) -> bool:
    """Note that a mail of ours did not arrive: against its address, and on its dossier by the sweep for that."""
    assert case.read.bounce is not None
    token = bounce_token(case.read, case.row)
    for failure in case.read.bounce.failures:
        notice = Bounce(
            permanent=bool(failure.permanent),
            token=token,
            message_id=case.read.bounce.message_id,
            status=failure.status or "",
            text=failure.diagnostic or "",
        )
        _set_dossier(case, record_bounce(notice, now=case.now))
    finish(case.row, State.SILENT, Why.BOUNCE, now=case.now)
    return False


def complained(case: Case) -> bool:
    """Send nothing more to who called a mail of ours unwanted."""
    assert case.read.complaint is not None
    returned = bounce_token_in(case.read.complaint.return_path or "")
    token = returned or bounce_token(case.read, case.row)
    mail = record_complaint(token=token, message_id=case.read.complaint.message_id, now=case.now)
    _set_dossier(case, mail)
    finish(case.row, State.SILENT, Why.COMPLAINT, now=case.now)
    return False


def _belongs(link: Link) -> bool:
    return link.route is Route.TOKEN or link.is_member or link.is_staff


def _note_on(found: Found, case: Case) -> None:
    history.record(
        found.ticket, EventKind.MAIL_QUIET, now=case.now, mail=case.row.id, sender=case.sender.address
    )


def _set_dossier(case: Case, mail: OutgoingMail | None) -> None:
    ticket: Ticket | None = ticket_of_thread(mail.thread) if mail and mail.thread else None
    if ticket is not None:
        case.row.ticket_id = ticket.id
