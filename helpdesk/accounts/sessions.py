"""Signed-in browsers: a random id in a cookie, its hash in a table, ended on the server."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from flask import Flask, Response, request
from flask_login import LoginManager
from sqlalchemy import CursorResult, Table, bindparam, delete, or_, select, update

from helpdesk.accounts.clients import describe_browser
from helpdesk.accounts.models import Person, RoleGrant, SignInSession
from helpdesk.accounts.rules import needs_second_factor
from helpdesk.accounts.viewer import Viewer
from helpdesk.config import Mode, settings
from helpdesk.core import clock
from helpdesk.core.identifiers import new_token, token_hash
from helpdesk.db import UTCDateTime, ask, db, transactional, transactional_unsynced

SEEN_EVERY = timedelta(minutes=1)
"""How often « last seen » is written at most."""


@dataclass(frozen=True)
class Device:
    """The browser that signs in: what it is, and the hash of the session it had, which ends then."""

    browser: str = ""
    old_session: str = ""


def this_device() -> Device:
    """Describe the browser of this request."""
    cookie = request.cookies.get(cookie_name(), "")
    return Device(
        browser=describe_browser(request.user_agent.string), old_session=token_hash(cookie) if cookie else ""
    )


@transactional
def start_session(
    person_id: int, *, now: datetime, device: Device | None = None, second_factor: bool = False
) -> str:
    """Sign a person in and return the secret for the cookie; the browser's earlier session ends."""
    device = device or Device()
    if device.old_session:
        end_session(device.old_session)
    token = new_token()
    db.session.add(
        SignInSession(
            id_hash=token_hash(token),
            person_id=person_id,
            created_at=now,
            seen_at=now,
            second_factor_at=now if second_factor else None,
            browser=device.browser,
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


@transactional
def delete_old_sessions(*, now: datetime) -> int:
    """Remove sessions that nobody can use any more; return how many. For the worker."""
    chosen = settings()
    done = db.session.execute(
        delete(SignInSession).where(
            or_(
                SignInSession.seen_at < now - timedelta(minutes=chosen.session_idle_minutes),
                SignInSession.created_at < now - timedelta(hours=chosen.session_absolute_hours),
            )
        )
    )
    assert isinstance(done, CursorResult)
    return done.rowcount


def find_viewer(token: str, *, now: datetime) -> Viewer | None:
    """Return who holds the cookie `token`, or None when it is unknown, idle, too old, or disabled."""
    chosen, id_hash = settings(), token_hash(token)
    values = {
        "id_hash": id_hash,
        "seen_after": now - timedelta(minutes=chosen.session_idle_minutes),
        "created_after": now - timedelta(hours=chosen.session_absolute_hours),
    }
    rows = ask(_holder(), values).all()
    if not rows:
        return None
    first, roles = rows[0], frozenset(row.role for row in rows if row.role is not None)
    if now - first.seen_at > SEEN_EVERY:
        _touch(id_hash, now=now)
    return Viewer(
        id=first.id,
        name=first.name,
        email=first.email,
        lang=first.lang,
        roles=roles,
        shortcuts=first.shortcuts,
        needs_second_factor=first.second_factor_at is None
        and needs_second_factor(
            roles, enrolled=first.totp_confirmed_at is not None, demo=chosen.mode is Mode.DEMO
        ),
        session_hash=id_hash,
    )


@cache
def _holder() -> Any:
    """Built once: this is asked at every request of a signed-in person."""
    session, person = cast(Table, SignInSession.__table__), cast(Table, Person.__table__)
    grant = cast(Table, RoleGrant.__table__)
    return (
        select(
            person.c.id,
            person.c.name,
            person.c.email,
            person.c.lang,
            person.c.shortcuts,
            person.c.totp_confirmed_at,
            session.c.second_factor_at,
            session.c.seen_at,
            grant.c.role,
        )
        .select_from(session)
        .join(person, person.c.id == session.c.person_id)
        .join(grant, grant.c.person_id == person.c.id, isouter=True)
        .where(session.c.id_hash == bindparam("id_hash"))
        .where(session.c.seen_at > bindparam("seen_after", type_=UTCDateTime()))
        .where(session.c.created_at > bindparam("created_after", type_=UTCDateTime()))
        .where(person.c.disabled_at.is_(None))
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
    """Take the secret out of the browser, and whatever it kept of the pages, drafts included."""
    response.delete_cookie(cookie_name(), secure=settings().secure, httponly=True, samesite="Lax", path="/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


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
    return find_viewer(token, now=clock.now()) if token else None


@transactional_unsynced
def _touch(id_hash: str, *, now: datetime) -> None:
    db.session.execute(update(SignInSession).where(SignInSession.id_hash == id_hash).values(seen_at=now))
