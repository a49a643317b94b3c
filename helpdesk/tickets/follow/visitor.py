"""Who reads on the member's side: the private links that their browser holds, and who is signed in.

The browser's signed cookie holds the numbers of link rows, never a secret; each row is read again at
each request, so that a link that was revoked or has expired opens nothing.
"""

from dataclasses import dataclass

from flask import session

from helpdesk.accounts.viewer import Viewer, current_viewer

LINKS_AT_MOST = 8
"""How many dossiers one browser holds open; the oldest one goes first."""


@dataclass(frozen=True)
class Visitor:
    """A browser, and the person signed in with it, if any."""

    link_ids: tuple[int, ...]
    viewer: Viewer | None


def visitor() -> Visitor:
    """Return who asks for this page."""
    kept = session.get("follow", [])
    return Visitor(tuple(each for each in kept if isinstance(each, int)), current_viewer())


def remember_link(link_id: int) -> None:
    """Let this browser read the dossier of a link from now on."""
    others = [each for each in session.get("follow", []) if each != link_id]
    session["follow"] = [*others, link_id][-LINKS_AT_MOST:]
