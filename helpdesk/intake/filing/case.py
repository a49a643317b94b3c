"""A mail in hand: its row, what it says, what it continues; and the one way its row is settled."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, select

from helpdesk.core.errors import NotFound
from helpdesk.db import AnySelect, ask, db
from helpdesk.intake.filing.files import Taken, described
from helpdesk.intake.filing.understanding import Found, Sender
from helpdesk.intake.models import IncomingMail
from helpdesk.intake.reading import ReadMail
from helpdesk.intake.rules import Nature, State, Why
from helpdesk.intake.texts import masked_html, said, shown_subject
from helpdesk.tickets import history
from helpdesk.tickets.files.rules import KeptFile
from helpdesk.tickets.history import ByMail
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import EventKind
from helpdesk.web.filters import file_size
from helpdesk.web.i18n import gettext as _

MESSAGE_ID_LENGTH = 500
DETAIL_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A mail as it was read, before the transaction: its files are stored, and belong to nobody yet."""

    mail_id: int
    read: ReadMail
    taken: Taken
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A mail that is being settled, inside the transaction, its row locked."""

    row: IncomingMail
    read: ReadMail
    taken: Taken
    sender: Sender
    found: Found | None
    nature: Nature
    now: datetime

    @property
    def files(self) -> tuple[KeptFile, ...]:
        """The files of the mail that are kept."""
        return self.taken.kept

    def by_mail(self) -> ByMail:
        """Return what the line of the history says of where it came from."""
        return ByMail(
            mail_id=self.row.id,
            message_id=self.row.message_id,
            hidden=self.row.hidden,
            refused=self.taken.refused,
        )

    def without_link(self) -> "Case":
        """Return the case of a mail that continues nothing."""
        return replace(self, found=None)


def lock_mail(mail_id: int) -> IncomingMail:
    """Return a mail as it is now, kept from other writers until the use case ends; raise NotFound."""
    query = select(IncomingMail).where(IncomingMail.id == mail_id).with_for_update()
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def describe(row: IncomingMail, read: ReadMail) -> None:
    """Write on the row what was read: who, about what, which words, which files."""
    words = said(read.visible, read.hidden)
    row.message_id = (read.message_id or "")[:MESSAGE_ID_LENGTH]
    row.from_address = (read.from_address or "")[:254]
    row.from_name = shown_subject(read.from_name)[:120]
    row.subject = shown_subject(read.subject)
    row.visible, row.hidden = words.visible, words.hidden
    row.html = masked_html(read.html)
    row.files = [] if row.is_cut else described(read.attachments)
    row.detail = (_of_large(row) or read.error or read.automatic_why or "")[:DETAIL_LENGTH]


def note_namesake(row: IncomingMail) -> None:
    """Say that another mail came under the same Message-ID with other content: one of them may be made up."""
    said = _("Un autre courriel porte le même identifiant (Message-ID), avec un autre contenu.")
    row.detail = f"{row.detail} {said}".strip()[:DETAIL_LENGTH]


def _of_large(row: IncomingMail) -> str:
    if not row.is_cut:
        return ""
    return _("Courriel de %(size)s : seul son début est gardé, sans ses fichiers.", size=file_size(row.size))


def finish(
    row: IncomingMail,
    state: State,
    why: Why,
    *,
    now: datetime,
    ticket: Ticket | None = None,
    by_id: int | None = None,
) -> None:
    """Settle the row: where the mail stands, why, and the dossier and line it became."""
    if ticket is not None:
        # First of all: asking writes what was noted of the mail so far, which the rest then joins at the end.
        row.entry_id = ask(_first_entry(), {"ticket_id": ticket.id, "mail_id": row.id}).scalar()
        row.ticket_id = ticket.id
    row.state, row.why, row.settled_at, row.settled_by_id = state, why, now, by_id
    row.lease_until = row.leased_by = row.not_before = None


@cache
def _first_entry() -> AnySelect:
    """Built once, as every statement that each mail runs and that fills no class."""
    return (
        select(Entry.id)
        .where(Entry.ticket_id == bindparam("ticket_id"), Entry.mail_id == bindparam("mail_id"))
        .order_by(Entry.id)
        .limit(1)
    )


def note_refused(case: Case, ticket: Ticket) -> None:
    """Tell in the history which files of the mail were not taken."""
    if case.taken.refused:
        history.record(
            ticket,
            EventKind.FILES_REFUSED,
            now=case.now,
            public=True,
            names=list(case.taken.refused),
        )
