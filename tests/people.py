"""A small cast: those who work here, and a stranger who must see nothing."""

from dataclasses import dataclass
from datetime import datetime

from flask.testing import FlaskClient

from helpdesk.accounts.models import Person, RoleGrant
from helpdesk.accounts.rules import Role
from helpdesk.accounts.sessions import cookie_name, start_session
from helpdesk.accounts.viewer import Viewer
from helpdesk.core import clock
from helpdesk.db import db


@dataclass(frozen=True)
class Cast:
    """One viewer per role; `stranger` is signed in and holds no role."""

    treasurer: Viewer
    agent: Viewer
    colleague: Viewer
    supervisor: Viewer
    editor: Viewer
    publisher: Viewer
    administrator: Viewer
    sysadmin: Viewer
    stranger: Viewer


def a_person(name: str, *roles: Role, now: datetime) -> Viewer:
    viewer = _added(name, *roles, now=now)
    db.session.commit()
    return viewer


def _added(name: str, *roles: Role, now: datetime) -> Viewer:
    person = Person(
        email=f"{name.lower().replace(' ', '.')}@example.org",
        name=name,
        lang="fr",
        created_at=now,
        shortcuts=True,
    )
    person.grants = [RoleGrant(role=role) for role in roles]
    db.session.add(person)
    db.session.flush()
    return Viewer(id=person.id, name=name, email=person.email, roles=frozenset(roles))


def make_cast(now: datetime) -> Cast:
    cast = Cast(
        treasurer=_added("Thibaut Tresor", Role.TREASURER, now=now),
        agent=_added("Agathe Aide", Role.AGENT, now=now),
        colleague=_added("Côme Collegue", Role.AGENT, now=now),
        supervisor=_added("Solène Suivi", Role.AGENT, Role.SUPERVISOR, now=now),
        editor=_added("Élise Edite", Role.EDITOR, now=now),
        publisher=_added("Paule Publie", Role.PUBLISHER, now=now),
        administrator=_added("Adèle Admin", Role.ADMINISTRATOR, now=now),
        sysadmin=_added("Sacha Systeme", Role.SYSADMIN, now=now),
        stranger=_added("Sans Role", now=now),
    )
    db.session.commit()
    return cast


def signed_in(client: FlaskClient, viewer: Viewer) -> FlaskClient:
    """Give `client` the cookie of a session that `viewer` just opened, second factor included."""
    token = start_session(viewer.id, now=clock.now(), second_factor=True)
    client.set_cookie(cookie_name(), token)
    return client
