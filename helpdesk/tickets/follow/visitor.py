"""Who reads on the member's side: the private links that their browser holds, and who is signed in.

The browser's signed cookie holds the numbers of link rows, never a secret; each row is read again at
each request, so that a link that was revoked or has expired opens nothing.
"""

from dataclasses import dataclass

from flask import session

from helpdesk.accounts.viewer import Viewer, current_viewer

LARGEST_ID = 2**31 - 1
LINKS_AT_MOST = 8
"""How many dossiers one browser holds open; the oldest one goes first."""


@dataclass(frozen=True)
class Visitor:
    """A browser, and the person signed in with it, if any."""

    link_ids: tuple[int, ...]
    viewer: Viewer | None


def visitor() -> Visitor:
    """Return who asks for this page."""
    return Visitor(tuple(_kept()), current_viewer())


def remember_link(link_id: int) -> None:
    """Let this browser read the dossier of a link from now on."""
    others = [each for each in _kept() if each != link_id]
    session["follow"] = [*others, link_id][-LINKS_AT_MOST:]


def _kept() -> list[int]:
    # The cookie is signed, but an older release may have written another shape.
    kept = session.get("follow")
    numbers = kept if isinstance(kept, list) else []
    return [each for each in numbers if type(each) is int and 0 < each <= LARGEST_ID]
