"""Who may call what: one table, endpoint by endpoint. What is not listed is not found.

The table decides about functions; which dossier, file or organisation somebody sees is decided in the
queries. What one may not see is « not found », never « forbidden »: a refusal would confirm it exists.
"""

from collections.abc import Mapping

from flask import Flask, Response, redirect, request, url_for

from helpdesk.accounts.rules import DESK, STAFF, Role
from helpdesk.accounts.viewer import Viewer, current_viewer
from helpdesk.core.errors import NotFound

Audience = frozenset[Role] | None

PUBLIC: Audience = None
"""Everybody, signed in or not."""
SIGNED_IN: Audience = frozenset(Role)
SUPERVISORS: Audience = frozenset({Role.SUPERVISOR})
MANAGERS: Audience = frozenset({Role.SUPERVISOR, Role.SYSADMIN})
SYSADMINS: Audience = frozenset({Role.SYSADMIN})

ACCESS: Mapping[str, Audience] = {
    "static": PUBLIC,
    # faq
    "faq.home": PUBLIC,
    "faq.collection": PUBLIC,
    "faq.show": PUBLIC,
    "faq.page": PUBLIC,
    "faq.search": PUBLIC,
    "faq.search_json": PUBLIC,
    "faq.vote": PUBLIC,
    "faq.answered": PUBLIC,
    # accounts
    "accounts.sign_in": PUBLIC,
    "accounts.send_link": PUBLIC,
    "accounts.use_link": PUBLIC,
    "accounts.second_factor": PUBLIC,
    "accounts.sign_out": SIGNED_IN,
    "accounts.account": SIGNED_IN,
    # tickets, the member's side
    "tickets.new": PUBLIC,
    "tickets.received": PUBLIC,
    "tickets.find": PUBLIC,
    "tickets.follow": PUBLIC,
    "tickets.mine": PUBLIC,
    # tickets, the agents' side
    "desk.inbox": DESK,
    "desk.show": DESK,
    # organisations
    "organisations.index": STAFF,
    "organisations.show": STAFF,
    "organisations.new": MANAGERS,
    "organisations.edit": MANAGERS,
    "organisations.link": MANAGERS,
    "organisations.import_csv": MANAGERS,
    # desks
    "desks.index": DESK,
    "desks.new": MANAGERS,
    "desks.edit": MANAGERS,
    "desks.add_absence": MANAGERS,
    "desks.remove_absence": MANAGERS,
    # worker
    "health.alive": PUBLIC,
    "health.ready": PUBLIC,
}


def may_call(endpoint: str, viewer: Viewer | None) -> bool:
    """Tell whether `viewer` may call `endpoint`."""
    if endpoint not in ACCESS:
        return False
    audience = ACCESS[endpoint]
    if audience is None:
        return True
    return viewer is not None and not viewer.needs_second_factor and bool(viewer.roles & audience)


def init_access(app: Flask) -> None:
    """Ask the table before every view."""

    @app.before_request
    def guard() -> Response | None:
        endpoint = request.endpoint
        if endpoint is None or ACCESS.get(endpoint, STAFF) is PUBLIC:
            return None
        viewer = current_viewer()
        if may_call(endpoint, viewer):
            return None
        if endpoint in ACCESS and request.method == "GET":
            if viewer is None:
                return _to(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
            if viewer.needs_second_factor:
                return _to(url_for("accounts.second_factor", next=request.full_path.rstrip("?")))
        raise NotFound

    app.jinja_env.globals["may_call"] = may_call


def _to(address: str) -> Response:
    answer = redirect(address)
    assert isinstance(answer, Response)
    return answer
