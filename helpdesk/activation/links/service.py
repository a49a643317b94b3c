"""Making private links to checklists, finding them, and letting them end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, and_, delete, func, or_, select

from helpdesk.accounts.events import pseudonym
from helpdesk.accounts.limits import count_within
from helpdesk.activation.journeys import get_journey
from helpdesk.activation.models import ChecklistLink
from helpdesk.config import settings
from helpdesk.core.clock import local
from helpdesk.core.errors import Refused, TooMany
from helpdesk.core.identifiers import email_key, new_token, token_hash
from helpdesk.db import db, transactional
from helpdesk.faq.journeys.rules import Journey
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.queries import holds_words
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.service import Envelope, post
from helpdesk.web.i18n import gettext as _

A_DAY = timedelta(days=1)
MAILS_A_DAY = 3
"""How many links an organisation may be sent in a day, however it is named, whoever asks."""
MOST_AT_ONCE = 5
"""How many organisations one mailbox may stand for: each gets its own link."""


class LinkEnded(Refused):
    """Say that a private link does not work, or no longer; the two look alike."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            _(
                "Ce lien n’est plus valable. Demandez-en un nouveau : il part vers la boîte de l’organisation."
            ),
            status=410,
        )


def new_link(organisation: Organisation, journey: str, *, now: datetime) -> tuple[str, datetime]:
    """Make a link; return its secret and when it ends. Part of the use case that mails it."""
    token = new_token() + mailbox_mark(organisation.role_mailbox)
    expires_at = now + timedelta(days=settings().activation_link_days)
    db.session.add(
        ChecklistLink(
            token_hash=token_hash(token),
            organisation_id=organisation.id,
            journey=journey,
            created_at=now,
            expires_at=expires_at,
        )
    )
    return token, expires_at


def mailbox_mark(mailbox: str) -> str:
    """Return the end of every secret that goes to a mailbox: it opens nothing once the organisation has another."""
    return pseudonym(f"checklist mailbox {email_key(mailbox)}")


def get_link(token: str, *, now: datetime) -> tuple[ChecklistLink, str]:
    """Return the link of a secret, and the mark of the mailbox it went to; raise LinkEnded when it does not work."""
    query = (
        select(ChecklistLink, Organisation.role_mailbox)
        .join(Organisation, Organisation.id == ChecklistLink.organisation_id)
        .where(ChecklistLink.token_hash == token_hash(token), works(now))
    )
    row = db.session.execute(query).first()
    if row is None or not token.endswith(mark := mailbox_mark(row.role_mailbox)):
        raise LinkEnded
    return row.ChecklistLink, mark


def works(now: datetime) -> ColumnElement[bool]:
    """Say in SQL that a link has not ended and its organisation is not closed; the mailbox is compared apart."""
    is_open = or_(Organisation.closed_on.is_(None), Organisation.closed_on > local(now).date())
    return and_(ChecklistLink.expires_at > now, is_open)


@dataclass(frozen=True, slots=True)
class Named:
    """How somebody names an organisation: one chosen among suggestions, else a mailbox, a code or a name."""

    text: str
    organisation_id: int | None = None


@transactional
def mail_links(slug: str, named: Named, lang: str, *, now: datetime) -> None:
    """Mail a link to the role mailbox of the organisation that is named; of each, where one mailbox is for several.

    Where there is none, or it had its mails of the day, the same mail is written and taken back in the same
    transaction, so that the answer takes as long.
    """
    found = [each for each in _find(get_journey(slug), named) if _may_be_mailed(each, now=now)]
    for organisation in found:
        token, expires_at = new_link(organisation, slug, now=now)
        _write(organisation.role_mailbox, lang, token, expires_at, now=now)
    if not found:
        mail = _write(str(settings().mail_from), lang, new_token(), now, now=now)
        db.session.flush()
        db.session.delete(mail)


@transactional
def delete_expired_links(*, now: datetime) -> int:
    """Remove links that have ended; return how many. For the worker."""
    done = db.session.execute(delete(ChecklistLink).where(ChecklistLink.expires_at < now))
    assert isinstance(done, CursorResult)
    return done.rowcount


def _may_be_mailed(organisation: Organisation, *, now: datetime) -> bool:
    try:
        count_within(
            "checklist-organisation", [str(organisation.id)], limit=MAILS_A_DAY, window=A_DAY, now=now
        )
    except TooMany:
        # Said to nobody: it would tell who is registered.
        return False
    return True


def _find(journey: Journey, named: Named) -> list[Organisation]:
    """Return the organisations that mail can go to; of a name that fits several, none: it must be whole."""
    query = (
        select(Organisation)
        .where(Organisation.kind.in_(journey.kinds))
        .where(Organisation.closed_on.is_(None), Organisation.role_mailbox != "")
        .order_by(Organisation.id)
        .limit(MOST_AT_ONCE)
    )
    if named.organisation_id is not None:
        return list(db.session.scalars(query.where(Organisation.id == named.organisation_id)))
    if "@" in named.text:
        mailbox = func.lower(Organisation.role_mailbox) == email_key(named.text)
        return list(db.session.scalars(query.where(mailbox)))
    words = holds_words(named.text)
    code = func.lower(Organisation.code) == named.text.lower()
    found = list(db.session.scalars(query.where(or_(code, and_(*words)) if words else code)))
    return found if len(found) == 1 else []


def _write(to: str, lang: str, token: str, expires_at: datetime, *, now: datetime) -> OutgoingMail:
    envelope = Envelope(to=to, lang=lang, useless_after=expires_at)
    return post("activation/link", envelope, now=now, token=token, days=settings().activation_link_days)
