"""What people change about themselves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, delete

from helpdesk.accounts.events import record
from helpdesk.accounts.identity import confirm_identity
from helpdesk.accounts.models import SignInSession
from helpdesk.accounts.queries import get_person
from helpdesk.accounts.rules import may_drop_second_factor
from helpdesk.accounts.second_factor.service import remove_second_factor, renew_recovery_codes
from helpdesk.accounts.sessions import end_sessions_of
from helpdesk.accounts.viewer import Viewer
from helpdesk.config import Mode, settings
from helpdesk.core.errors import NotFound
from helpdesk.db import db, transactional


@dataclass(frozen=True)
class Profile:
    """What a person says about themselves."""

    name: str
    lang: str
    shortcuts: bool


@transactional
def update_profile(viewer: Viewer, profile: Profile) -> None:
    """Keep the viewer's name, the language of their mail, and whether single keys do something."""
    person = get_person(viewer.id)
    person.name, person.lang, person.shortcuts = profile.name, profile.lang, profile.shortcuts


@transactional
def end_own_session(viewer: Viewer, id_hash: str) -> None:
    """End one of the viewer's sessions; raise NotFound for anybody else's."""
    done = db.session.execute(
        delete(SignInSession).where(SignInSession.id_hash == id_hash, SignInSession.person_id == viewer.id)
    )
    assert isinstance(done, CursorResult)
    if done.rowcount != 1:
        raise NotFound
    record("session_ended", person_id=viewer.id)


@transactional
def end_other_sessions(viewer: Viewer) -> None:
    """End every session of the viewer but this one."""
    end_sessions_of(viewer.id, but=viewer.session_hash)
    record("other_sessions_ended", person_id=viewer.id)


def drop_own_second_factor(viewer: Viewer, password: str, *, now: datetime) -> None:
    """Take the viewer's second factor away; raise NotFound for roles that cannot do without."""
    if not may_drop_second_factor(viewer.roles, demo=settings().mode is Mode.DEMO):
        raise NotFound
    confirm_identity(viewer, password, now=now)
    remove_second_factor(viewer.id, now=now, by="self", but_session=viewer.session_hash)


def renew_own_recovery_codes(viewer: Viewer, password: str, *, now: datetime) -> list[str]:
    """Replace the viewer's recovery codes and return the new ones."""
    confirm_identity(viewer, password, now=now)
    return renew_recovery_codes(viewer, now=now)
