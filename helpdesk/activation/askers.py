"""Who asks for a checklist: who is signed in, and the private links that their browser holds.

The browser's signed cookie holds the numbers of link rows and marks of the mailboxes they went to, never a
secret. Each row is read again at each request, so that a link opens nothing once it has expired, its organisation
is closed or has another mailbox.
"""

from collections.abc import Mapping
from datetime import datetime

from flask import session
from sqlalchemy import select

from helpdesk.accounts.viewer import Viewer, current_viewer
from helpdesk.activation.links.service import mailbox_mark, works
from helpdesk.activation.models import ChecklistLink
from helpdesk.activation.rules import Asker
from helpdesk.core.clock import local
from helpdesk.db import db
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.queries import organisation_ids_of

Held = tuple[int, str]
"""The number of a link, and the mark of the mailbox it went to."""

COOKIE_KEY = "activations"
LARGEST_ID = 2**31 - 1
LINKS_AT_MOST = 8
"""How many links one browser holds; the oldest one goes first."""


def current_asker(*, now: datetime) -> Asker:
    """Return who asks for this page."""
    return asker_of(current_viewer(), tuple(_held()), now=now)


def asker_of(viewer: Viewer | None, held: tuple[Held, ...] = (), *, now: datetime) -> Asker:
    """Return what a person and their links may come to; somebody without either sees nothing."""
    own = organisation_ids_of(viewer, local(now).date()) if viewer else frozenset[int]()
    linked = _linked(dict(held), now=now) if held else frozenset[int]()
    return Asker(viewer.roles if viewer else frozenset(), own, linked)


def _linked(marks: Mapping[int, str], *, now: datetime) -> frozenset[int]:
    query = (
        select(ChecklistLink.id, ChecklistLink.organisation_id, Organisation.role_mailbox)
        .join(Organisation, Organisation.id == ChecklistLink.organisation_id)
        .where(ChecklistLink.id.in_(marks), works(now))
    )
    rows = db.session.execute(query)
    return frozenset(row.organisation_id for row in rows if marks[row.id] == mailbox_mark(row.role_mailbox))


def remember_link(link_id: int, mark: str) -> None:
    """Let this browser open the checklists of a link from now on, while its mailbox has this mark."""
    others = [each for each in _held() if each[0] != link_id]
    session[COOKIE_KEY] = [*others, (link_id, mark)][-LINKS_AT_MOST:]


def _held() -> list[Held]:
    # The cookie is signed, but an older release may have written another shape.
    kept = session.get(COOKIE_KEY)
    pairs = [tuple(each) for each in kept if isinstance(each, list | tuple)] if isinstance(kept, list) else []
    return [(each[0], each[1]) for each in pairs if _is_held(each)]


def _is_held(pair: tuple[object, ...]) -> bool:
    match pair:
        case (int(number), str()):
            return type(number) is int and 0 < number <= LARGEST_ID
    return False
