"""Who is asking: a plain value that queries and services take."""

from dataclasses import dataclass, field

from flask_login import current_user

from helpdesk.accounts.rules import DESK, STAFF, Role, first_page
from helpdesk.core.errors import NotFound


@dataclass(frozen=True)
class Viewer:
    """A signed-in person, detached from the database for the length of a request."""

    id: int
    name: str
    email: str
    lang: str = "fr"
    roles: frozenset[Role] = field(default_factory=frozenset)
    shortcuts: bool = True
    needs_second_factor: bool = False
    session_hash: str = ""

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return the id as Flask-Login wants it."""
        return str(self.id)

    @property
    def is_staff(self) -> bool:
        """Tell whether the person works for the helpdesk in any role."""
        return bool(self.roles & STAFF)

    @property
    def works_dossiers(self) -> bool:
        """Tell whether the person answers dossiers."""
        return bool(self.roles & DESK)

    def has(self, role: Role | str) -> bool:
        """Tell whether the person holds `role`."""
        return Role(role) in self.roles

    @property
    def first_page(self) -> str:
        """Return the endpoint where this person's work begins."""
        return first_page(self.roles)

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = self.name.split() or ["?"]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def current_viewer() -> Viewer | None:
    """Return who is signed in on this request, or None; who still owes the second factor is nobody yet."""
    viewer = _loaded_viewer()
    return None if viewer is None or viewer.needs_second_factor else viewer


def signed_in_viewer() -> Viewer:
    """Return who is signed in; raise NotFound when nobody is. For pages that the access table guards."""
    viewer = current_viewer()
    if viewer is None:
        raise NotFound
    return viewer


def pending_viewer() -> Viewer | None:
    """Return who gave a password or a link on this browser and still owes the second factor, or None."""
    viewer = _loaded_viewer()
    return viewer if viewer is not None and viewer.needs_second_factor else None


def _loaded_viewer() -> Viewer | None:
    # The value itself, not Flask-Login's stand-in for it, which looks it up at every use.
    found = current_user._get_current_object()
    return found if isinstance(found, Viewer) else None
