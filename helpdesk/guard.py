"""Who comes to a page is let in by the table of `access.py`, led to the sign-in, or told that there is nothing."""

from flask import Flask, Response, redirect, request, url_for

from helpdesk.access import ACCESS, PUBLIC, may_call
from helpdesk.accounts.ended import is_sent_form, session_ended
from helpdesk.accounts.events import record
from helpdesk.accounts.rules import STAFF
from helpdesk.accounts.viewer import current_viewer, pending_viewer
from helpdesk.core.errors import NotFound


def init_guard(app: Flask) -> None:
    """Ask the table before every view."""

    @app.before_request
    def guard() -> Response | None:
        endpoint = request.endpoint
        if endpoint is None or ACCESS.get(endpoint, STAFF) is PUBLIC:
            return None
        viewer = current_viewer()
        if may_call(endpoint, viewer):
            return None
        if endpoint in ACCESS and request.method in {"GET", "HEAD"} and viewer is None:
            step = "accounts.second_factor" if pending_viewer() else "accounts.sign_in"
            return _to(url_for(step, next=_here()))
        # Also where the answer asks to sign in: a program that tries addresses sends forms that look like those.
        record("access_refused", person_id=viewer.id if viewer else None, detail=endpoint)
        if endpoint in ACCESS and viewer is None and is_sent_form():
            return session_ended(_here())
        raise NotFound

    app.jinja_env.globals["may_call"] = may_call


def _here() -> str:
    """Return the address asked for, language included, without the host."""
    return f"{request.script_root}{request.full_path}".rstrip("?")


def _to(address: str) -> Response:
    answer = redirect(address)
    assert isinstance(answer, Response)
    return answer
