"""Asking for a wish to be confirmed, finding it by its link, forgetting it: parts of the use cases of each kind."""

from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import CursorResult, delete, select

from helpdesk.core.errors import NotFound
from helpdesk.core.identifiers import email_key
from helpdesk.db import db, insert_unless_taken
from helpdesk.faq import signed
from helpdesk.faq.wishes.links import leave_url, mark_of
from helpdesk.faq.wishes.models import Correspondence, Wish
from helpdesk.outbox.service import Envelope

W = TypeVar("W", bound=Wish)
C = TypeVar("C", bound=Correspondence)

CONFIRM_WITHIN = timedelta(days=7)
"""How long the first mail’s link asks to be confirmed; what nobody confirmed is then deleted."""


def put_wish(kind: type[W], about: str, email: str, lang: str, *, now: datetime) -> tuple[W, Envelope]:
    """Return the wish of this mailbox, there before or not, and the envelope of the mail that confirms it."""
    where = {kind.ABOUT: about, "email": email_key(email)}
    insert_unless_taken(kind(**where, lang=lang, created_at=now, confirmed_at=None))
    wish = db.session.scalars(select(kind).filter_by(**where)).one()
    if wish.confirmed_at is None:
        # Else what is sent now would end with what was sent first.
        wish.created_at, wish.lang = now, lang
    until = now + CONFIRM_WITHIN
    return wish, Envelope(to=wish.email, lang=lang, leave_url=leave_url(wish), useless_after=until)


def get_wish(kind: type[C], token: str) -> C:
    """Return the row that a link names; raise NotFound when it was left, or never confirmed in time."""
    found = _find(kind, token)
    if found is None:
        raise NotFound
    return found


def leave(kind: type[W], token: str) -> None:
    """Forget a wish; leaving twice is no error, a link that is not ours is."""
    found = _find(kind, token)
    if found is not None:
        db.session.delete(found)


def delete_unconfirmed(kind: type[W], *, now: datetime) -> int:
    """Delete the wishes that nobody confirmed; return how many."""
    done = db.session.execute(
        delete(kind).where(kind.confirmed_at.is_(None), kind.created_at < now - CONFIRM_WITHIN)
    )
    assert isinstance(done, CursorResult)
    return done.rowcount


def _find(kind: type[C], token: str) -> C | None:
    number, mark = signed.named_in(kind.PURPOSE, token)
    found = db.session.get(kind, number)
    return found if found is not None and mark_of(found) == mark else None
