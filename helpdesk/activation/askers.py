"""Who asks for a checklist: who is signed in, and the private links that their browser holds.

The browser's signed cookie holds the numbers of link rows, never a secret; each row is read again at each
request, so that a link that has expired opens nothing.
"""

from datetime import datetime

from flask import session
from sqlalchemy import select

from helpdesk.accounts.viewer import Viewer, current_viewer
from helpdesk.activation.models import ChecklistLink
from helpdesk.activation.rules import Asker
from helpdesk.core.clock import local
from helpdesk.db import db
from helpdesk.organisations.queries import organisation_ids_of

COOKIE_KEY = "activations"
LARGEST_ID = 2**31 - 1
LINKS_AT_MOST = 8
"""How many links one browser holds; the oldest one goes first."""


def current_asker(*, now: datetime) -> Asker:
    """Return who asks for this page."""
    return asker_of(current_viewer(), tuple(_held()), now=now)


def asker_of(viewer: Viewer | None, link_ids: tuple[int, ...] = (), *, now: datetime) -> Asker:
    """Return what a person and their links may come to; somebody without either sees nothing."""
    own = organisation_ids_of(viewer, local(now).date()) if viewer else frozenset[int]()
    linked = frozenset[int]()
    if link_ids:
        query = select(ChecklistLink.organisation_id).where(
            ChecklistLink.id.in_(link_ids), ChecklistLink.expires_at > now
        )
        linked = frozenset(db.session.scalars(query))
    return Asker(viewer.roles if viewer else frozenset(), own, linked)


def remember_link(link_id: int) -> None:
    """Let this browser open the checklists of a link from now on."""
    others = [each for each in _held() if each != link_id]
    session[COOKIE_KEY] = [*others, link_id][-LINKS_AT_MOST:]


def _held() -> list[int]:
    # The cookie is signed, but an older release may have written another shape.
    kept = session.get(COOKIE_KEY)
    numbers = kept if isinstance(kept, list) else []
    return [each for each in numbers if type(each) is int and 0 < each <= LARGEST_ID]
