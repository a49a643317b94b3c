"""A mail that continues something: the member's words, a colleague's reply, the administration's answer."""

from hashlib import sha256

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.errors import Refused
from helpdesk.core.identifiers import email_key
from helpdesk.escalation.answers.service import Word, act
from helpdesk.escalation.models import Escalation
from helpdesk.escalation.queries import lock_both
from helpdesk.escalation.rules import Move
from helpdesk.intake.filing.brake import take_leave
from helpdesk.intake.filing.case import Case, finish, note_refused
from helpdesk.intake.filing.understanding import event_answered
from helpdesk.intake.rules import State, Why
from helpdesk.tickets import history
from helpdesk.tickets.files.service import attach
from helpdesk.tickets.follow.service import member_reply
from helpdesk.tickets.letters import tell_requester
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.queries import lock_standing
from helpdesk.tickets.rules import EntryKind, EventKind
from helpdesk.tickets.work.holding import Seen
from helpdesk.tickets.work.replies import Draft, send
from helpdesk.web.i18n import gettext as _

ABOUT_MEMBERS = ("tickets/new_dossier", "tickets/assigned", "tickets/member_")
"""The mails to colleagues that tell them what the member says: an answer to one of them is for the member."""


def member_wrote(case: Case, ticket: Ticket, *, by_id: int | None = None) -> bool:
    """Add the member's words and files to the dossier; one that was closed a short while ago opens again."""
    text = case.row.visible
    if not text and not case.files:
        text = _("(Ce courriel ne contient pas de texte.)")
    member_reply(ticket.id, text, files=case.files, now=case.now, by_mail=case.by_mail())
    note_refused(case, ticket)
    if case.taken.refused and _may_be_told(case, ticket):
        # The mail that opens a dossier is acknowledged by one that says so; this one would be answered by nobody.
        tell_requester("files_refused", ticket, now=case.now, by_mail=case.by_mail())
    why = Why.BY_HAND if by_id else Why.MEMBER_WROTE
    finish(case.row, State.FILED, why, now=case.now, ticket=ticket, by_id=by_id)
    return True


def _may_be_told(case: Case, ticket: Ticket) -> bool:
    """Tell whether who wrote is who would be written to, and was not written to too often already."""
    is_requester = email_key(case.sender.address) == email_key(ticket.requester_email)
    return is_requester and take_leave(case.sender.address, "files_refused", now=case.now)


def staff_wrote(case: Case, ticket: Ticket, viewer: Viewer) -> bool:
    """Send a colleague's reply to the member, as from the page of the dossier. May raise Refused, NotFound.

    What answers a mail that the member knows nothing of, e.g. about an escalation, is a note for colleagues.
    """
    if not case.row.visible:
        raise Refused(_("Ce courriel ne contient pas de texte."))
    locked = lock_standing(ticket.id)
    seen = Seen(reference=locked.reference, viewer=viewer, version=locked.version)
    event = event_answered(case.read)
    is_note = bool(event) and not event.startswith(ABOUT_MEMBERS)
    draft = Draft(
        body=case.row.visible,
        kind=EntryKind.NOTE if is_note else EntryKind.REPLY,
        files=case.files,
        by_mail=case.by_mail(),
    )
    send(seen, draft, now=case.now)
    note_refused(case, locked)
    case.row.person_id = viewer.id
    finish(case.row, State.FILED, Why.STAFF_WROTE, now=case.now, ticket=locked)
    return True


def administration_answered(case: Case, escalation: Escalation) -> bool:
    """Make the mail the administration's answer to the escalation. May raise Refused."""
    if not case.row.visible:
        raise Refused(_("Ce courriel ne contient pas de texte."))
    ticket, locked = lock_both(escalation.id)
    viewer = case.sender.viewer
    word = Word(
        move=Move.ANSWER,
        actor=viewer.name if viewer else case.sender.address,
        version=locked.version,
        # Not the Message-ID alone: two mails that carry the same one may say different things.
        key=sha256(f"{case.row.key} {case.row.content}".encode()).hexdigest(),
        text=case.row.visible,
    )
    act(locked.id, word, now=case.now)
    if case.files:
        line = history.record(ticket, EventKind.FILES_ADDED, now=case.now, count=len(case.files))
        line.mail_id = case.row.id
        attach(line, case.files, now=case.now)
    note_refused(case, ticket)
    case.row.escalation_id = locked.id
    finish(case.row, State.FILED, Why.ADMINISTRATION_ANSWERED, now=case.now, ticket=ticket)
    return True
