"""What people decide about a mail that waits: attach it, open a dossier, ignore it, read it again, confirm it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.errors import NotFound, Refused, Stale
from helpdesk.core.identifiers import normalise_reference, token_hash
from helpdesk.db import db, transactional
from helpdesk.intake.filing.case import Case, Material, describe, finish, lock_mail, note_refused
from helpdesk.intake.filing.files import NoRoom, Taken, take_files
from helpdesk.intake.filing.opened import open_new
from helpdesk.intake.filing.outcomes import case_of, note_earlier
from helpdesk.intake.filing.understanding import is_administration
from helpdesk.intake.filing.written import administration_answered, member_wrote, staff_wrote
from helpdesk.intake.models import IncomingMail
from helpdesk.intake.queries import find_raw, is_beginning
from helpdesk.intake.reading import Reader, ReadMail
from helpdesk.intake.rules import State, Why
from helpdesk.tickets import history
from helpdesk.tickets.files.service import attach, forget
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.progress import touch
from helpdesk.tickets.queries import lock_standing, standing_for
from helpdesk.tickets.rules import EntryKind
from helpdesk.tickets.work.duty import duty_of
from helpdesk.web.i18n import gettext as _

MAY_BE_FILED = frozenset({State.TO_CHECK, State.QUARANTINED, State.SILENT, State.IGNORED})
"""States in which a person may still make something of a mail."""

Act = Callable[[Case], bool]


def attach_to(mail_id: int, reference: str, *, from_member: bool, by: Viewer, now: datetime) -> str:
    """Add a mail to a dossier that `by` sees, as the member's message or as a note; return its reference."""
    ticket = _get_ticket(reference, by, now=now)

    def act(case: Case) -> bool:
        locked = lock_standing(ticket.id)
        if from_member:
            return member_wrote(case, locked, by_id=by.id)
        return _note(case, locked, by)

    _with_files(mail_id, act, now=now)
    return ticket.reference


def open_dossier(mail_id: int, *, by: Viewer, now: datetime) -> str:
    """Open a dossier for a mail; return its reference."""
    _with_files(mail_id, lambda case: open_new(case, by_id=by.id), now=now)
    query = select(Ticket.reference).join(IncomingMail, IncomingMail.ticket_id == Ticket.id)
    return db.session.scalars(query.where(IncomingMail.id == mail_id)).one()


@transactional
def ignore(mail_id: int, *, by: Viewer, now: datetime) -> None:
    """Take a mail off the list of what waits; it stays where it can be found."""
    row = _get_undecided(mail_id)
    assert row.why is not None
    finish(row, State.IGNORED, row.why, now=now, by_id=by.id)


@transactional
def read_again(mail_id: int) -> None:
    """Put a mail of the quarantine back among those to be read."""
    row = lock_mail(mail_id)
    if row.state is not State.QUARANTINED:
        raise Stale(_("Ce courriel n’est plus en quarantaine."))
    row.state, row.why, row.attempts = State.RECEIVED, None, 0
    row.settled_at = row.not_before = row.lease_until = row.leased_by = None


@transactional
def checked(mail_id: int) -> None:
    """Note that what was guessed from a mail is right, or was set right."""
    lock_mail(mail_id).guess = None


def get_confirmable(token: str, *, now: datetime) -> IncomingMail:
    """Return the mail that its supposed author may confirm with this link; raise NotFound."""
    query = select(IncomingMail).where(IncomingMail.confirm_hash == token_hash(token))
    row = db.session.scalar(query)
    if row is None or row.confirm_until is None or row.confirm_until <= now:
        raise NotFound
    if row.state is not State.TO_CHECK:
        raise NotFound
    return row


def confirm(token: str, *, now: datetime) -> None:
    """Do what a colleague's mail asks, now that they said by their own mailbox that they wrote it."""
    row = get_confirmable(token, now=now)

    def act(case: Case) -> bool:
        case.row.confirm_hash = case.row.confirm_until = None
        found = case.found
        if found is None:
            raise NotFound
        if found.escalation is not None:
            if not is_administration(case.sender):
                raise NotFound
            return administration_answered(case, found.escalation)
        if case.sender.viewer is None:
            raise NotFound
        return staff_wrote(case, found.ticket, case.sender.viewer)

    _with_files(row.id, act, now=now)


def _with_files(mail_id: int, act: Act, *, now: datetime) -> None:
    """Read the mail and store its files, then act on it in one transaction."""
    raw, is_cut = find_raw(mail_id), is_beginning(mail_id)
    # Reading began a transaction: end it, since reading the mail takes its time.
    db.session.rollback()
    read = _read(raw) if raw is not None else None
    try:
        taken = take_files(read.attachments, is_cut=is_cut) if read is not None else Taken((), ())
    except NoRoom as error:
        raise Refused(
            _("Les fichiers ne peuvent pas être gardés pour le moment. Recommencez."), status=503
        ) from error
    try:
        used = _act(mail_id, read, taken, act, now=now)
    except BaseException:
        forget(taken.kept)
        raise
    if not used:
        forget(taken.kept)


@transactional
def _act(mail_id: int, read: ReadMail | None, taken: Taken, act: Act, *, now: datetime) -> bool:
    row = _get_undecided(mail_id)
    if read is None:
        # The bytes are forgotten; the words are not.
        read = ReadMail(from_address=row.from_address or None, message_id=row.message_id or None)
    else:
        describe(row, read)
        note_earlier(row)
    return act(case_of(row, Material(mail_id=mail_id, read=read, taken=taken, now=now)))


def _read(raw: bytes) -> ReadMail:
    with Reader() as reader:
        return reader.read(raw)


def _get_undecided(mail_id: int) -> IncomingMail:
    row = lock_mail(mail_id)
    if row.state not in MAY_BE_FILED:
        raise Stale(_("Ce courriel est déjà classé : rechargez la page."))
    return row


def _get_ticket(reference: str, by: Viewer, *, now: datetime) -> Ticket:
    wanted = normalise_reference(reference)
    ticket = db.session.scalar(select(Ticket).where(Ticket.reference == wanted)) if wanted else None
    if ticket is not None:
        ticket = standing_for(ticket)
        reach = duty_of(by, now=now).reach
        if reach.sees(
            confidential=ticket.confidential, desk_id=ticket.desk_id, assignee_id=ticket.assignee_id
        ):
            return ticket
    raise Refused(_("Aucun dossier ne porte cette référence. Elle a la forme K7Q-482."))


def _note(case: Case, ticket: Ticket, by: Viewer) -> bool:
    said = case.row.visible or _("(Ce courriel ne contient pas de texte.)")
    text = _("Courriel de %(sender)s :", sender=case.row.from_address or "?") + f"\n\n{said}"
    line = history.write(ticket, EntryKind.NOTE, text, now=case.now, by=by, by_mail=case.by_mail())
    attach(line, case.files, now=case.now)
    note_refused(case, ticket)
    touch(ticket, now=case.now)
    finish(case.row, State.FILED, Why.BY_HAND, now=case.now, ticket=ticket, by_id=by.id)
    return True
