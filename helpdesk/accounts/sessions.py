"""Signed-in browsers: a random id in a cookie, its hash in a table, ended on the server."""

from datetime import datetime, timedelta

from flask import Flask, Response, request
from flask_login import LoginManager
from sqlalchemy import delete, select, update

from helpdesk.accounts.models import Person, RoleGrant, SignInSession
from helpdesk.accounts.rules import SECOND_FACTOR
from helpdesk.accounts.viewer import Viewer
from helpdesk.config import Mode, Settings, settings
from helpdesk.core.clock import now as clock_now
from helpdesk.core.identifiers import new_token, token_hash
from helpdesk.db import db, transactional

SEEN_EVERY = timedelta(minutes=1)
"""How often « last seen » is written at most."""


@transactional
def start_session(person_id: int, *, now: datetime, browser: str = "", second_factor: bool = False) -> str:
    """Sign a person in and return the secret for the cookie."""
    token = new_token()
    db.session.add(
        SignInSession(
            id_hash=token_hash(token),
            person_id=person_id,
            created_at=now,
            seen_at=now,
            second_factor_at=now if second_factor else None,
            browser=browser[:120],
        )
    )
    return token


@transactional
def end_session(id_hash: str) -> None:
    """End one session."""
    db.session.execute(delete(SignInSession).where(SignInSession.id_hash == id_hash))


@transactional
def end_sessions_of(person_id: int, *, but: str = "") -> None:
    """End every session of a person, except the one whose hash is `but`."""
    db.session.execute(
        delete(SignInSession).where(SignInSession.person_id == person_id, SignInSession.id_hash != but)
    )


def find_viewer(token: str, *, now: datetime) -> Viewer | None:
    """Return who holds the cookie `token`, or None when it is unknown, idle, too old, or disabled."""
    chosen = settings()
    rows = db.session.execute(
        select(
            Person.id, Person.name, Person.email, Person.lang, Person.shortcuts, SignInSession, RoleGrant.role
        )
        .join(Person, Person.id == SignInSession.person_id)
        .join(RoleGrant, RoleGrant.person_id == Person.id, isouter=True)
        .where(SignInSession.id_hash == token_hash(token))
        .where(SignInSession.seen_at > now - timedelta(minutes=chosen.session_idle_minutes))
        .where(SignInSession.created_at > now - timedelta(hours=chosen.session_absolute_hours))
        .where(Person.disabled_at.is_(None))
    ).all()
    if not rows:
        return None
    first, roles = rows[0], frozenset(row.role for row in rows if row.role is not None)
    open_session: SignInSession = first.SignInSession
    if now - open_session.seen_at > SEEN_EVERY:
        _touch(open_session.id_hash, now=now)
    return Viewer(
        id=first.id,
        name=first.name,
        email=first.email,
        lang=first.lang,
        roles=roles,
        shortcuts=first.shortcuts,
        needs_second_factor=_lacks_factor(chosen, roles, open_session.second_factor_at),
        session_hash=open_session.id_hash,
    )


def set_cookie(response: Response, token: str) -> None:
    """Put the session's secret into the browser."""
    response.set_cookie(
        cookie_name(),
        token,
        secure=settings().secure,
        httponly=True,
        samesite="Lax",
        path="/",
        max_age=settings().session_absolute_hours * 3600,
    )


def clear_cookie(response: Response) -> None:
    """Take the secret out of the browser, and whatever it kept of the pages."""
    response.delete_cookie(cookie_name(), secure=settings().secure, httponly=True, samesite="Lax", path="/")
    response.headers["Clear-Site-Data"] = '"cache"'


def cookie_name() -> str:
    """Return the cookie's name; `__Host-` needs HTTPS."""
    return "__Host-helpdesk-sign-in" if settings().secure else "helpdesk-sign-in"


def init_sessions(app: Flask) -> None:
    """Let Flask-Login carry the current person, read from our table."""
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)

    manager.request_loader(_load)


def _load(incoming: object) -> Viewer | None:
    token = request.cookies.get(cookie_name(), "")
    return find_viewer(token, now=clock_now()) if token else None


def _lacks_factor(chosen: Settings, roles: frozenset[object], done_at: datetime | None) -> bool:
    return chosen.mode is not Mode.DEMO and bool(roles & SECOND_FACTOR) and done_at is None


@transactional
def _touch(id_hash: str, *, now: datetime) -> None:
    db.session.execute(update(SignInSession).where(SignInSession.id_hash == id_hash).values(seen_at=now))
