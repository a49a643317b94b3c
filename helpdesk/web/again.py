"""What was sent and could not be taken is shown again, filled in, and nothing is done meanwhile.

The view answers as ever, but its form says what is the matter instead of being valid, and no use case may begin.
A view that shows no form is answered for by a page that carries what was sent along, behind a button.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import NotFound as NoSuchPage

from helpdesk.core.errors import NotFound, Refused
from helpdesk.db import nothing_written
from helpdesk.web.csrf import is_same_origin
from helpdesk.web.errors import error_page
from helpdesk.web.i18n import gettext as _

AGAIN = "_again"
"""The field that asks for the form as it was, and for nothing to be done."""

NEVER_KEPT = frozenset({"password", "old", "again", "csrf_token", AGAIN})
"""Fields that hold passwords, or that a form sent again must have anew."""

NOT_KEPT_OF_ACCOUNTS = frozenset({"code", "seed"})
"""Fields of one-time codes; elsewhere these names mean other things."""

KEPT_AT_MOST = 200_000
"""Bytes carried along: a form that asks to sign in is small, and this fits beside its own fields."""

SHORT = 40
"""What is longer was written by somebody, and is shown to be read over."""

Pairs = list[tuple[str, str]]


def shown_because() -> str:
    """Return why the form of this request is only shown again; empty when it is to be used."""
    because: str = g.get("shown_because", "")
    return because


def sent_fields() -> Pairs:
    """Return the fields of this request that may be carried along, in order: neither secrets nor files."""
    pairs: Iterable[tuple[str, str]] = request.form.items(multi=True)
    left_out = NEVER_KEPT | (NOT_KEPT_OF_ACCOUNTS if request.blueprint == "accounts" else frozenset())
    return [(name, value) for name, value in pairs if name not in left_out]


def sent_files() -> bool:
    """Tell whether files came along, which are not kept."""
    return any(upload.filename for upload in request.files.values())


def fitting(pairs: Pairs) -> tuple[Pairs, Pairs]:
    """Part the fields that can be carried along from those too long for it, the shortest first in."""
    room, kept = KEPT_AT_MOST, set()
    for number, pair in sorted(enumerate(pairs), key=lambda each: len(each[1][1])):
        room -= len(json.dumps(pair, ensure_ascii=False).encode()) + len(", ")
        if room < 0:
            break
        kept.add(number)
    fits = [pair for number, pair in enumerate(pairs) if number in kept]
    return fits, [pair for number, pair in enumerate(pairs) if number not in kept]


def packed(pairs: Pairs) -> str:
    """Return fields as one text for a hidden field."""
    return json.dumps(pairs, ensure_ascii=False) if pairs else ""


def unpacked(text: str) -> Pairs:
    """Return the fields that `packed` wrote; none when somebody else wrote it."""
    try:
        read = json.loads(text)
        pairs = [(str(name), str(value)) for name, value in read if str(name) not in NEVER_KEPT]
        # JSON can spell half of a sign, which no page can be written with.
        packed(pairs).encode()
        return pairs
    except (ValueError, TypeError, RecursionError):
        return []


def carrying_page(
    status: int, sentence: str, *, title: str, address: str, pairs: Pairs, shows: bool
) -> Response:
    """Carry fields to `address` behind a button; with `shows` the form is shown there, else they are sent anew."""
    page = render_template(
        "web/again.html",
        title=title,
        sentence=sentence,
        address=address,
        hidden=[pair for pair in pairs if shows or not _is_written(pair)],
        written=[] if shows else [pair for pair in pairs if _is_written(pair)],
        again=AGAIN if shows else "",
        had_files=sent_files() and not shows,
    )
    return make_response(page, status)


def show_again(because: str, *, status: int) -> Response:
    """Let the view of this request show its form as it was sent; nothing is done."""
    assert request.endpoint is not None
    g.shown_because = because
    view: Callable[..., Any] = current_app.view_functions[request.endpoint]
    try:
        with nothing_written(because):
            response = current_app.make_response(view(**(request.view_args or {})))
    except (Refused, NotFound, NoSuchPage):
        return _without_form(because, status)
    except HTTPException as error:
        # Nobody else catches it: this runs where the application handles an error already.
        return error_page(error.code or 400)
    if response.status_code < 400:
        return response
    response.status_code = status
    return response


def init_again(app: Flask, find_viewer: Callable[[], object]) -> None:
    """Show forms again when asked to, and when the token of a form is missing or of another day."""

    app.jinja_env.globals["shown_because"] = shown_because

    @app.before_request
    def asked_again() -> Response | None:
        if request.method != "POST" or AGAIN not in request.form or not is_same_origin():
            return None
        # Being seen is written once a minute: before nothing may be.
        find_viewer()
        return show_again(
            _("Vous êtes connecté. Rien n’est encore envoyé : relisez, puis envoyez."), status=200
        )

    @app.errorhandler(CSRFError)
    def without_token(error: CSRFError) -> Response:
        if not is_same_origin() or request.endpoint is None:
            return error_page(400)
        find_viewer()
        return show_again(
            _(
                "Rien n’a été envoyé : cette page était ouverte depuis trop longtemps, ou votre navigateur "
                "refuse les cookies. Envoyez de nouveau. Si ce message revient, autorisez les cookies de ce "
                "site, ou appelez-nous."
            ),
            status=400,
        )


def _without_form(because: str, status: int) -> Response:
    address = f"{request.script_root}{request.full_path}".rstrip("?")
    return carrying_page(
        status,
        because,
        title=_("Rien n’a encore été fait"),
        address=address,
        pairs=sent_fields(),
        shows=False,
    )


def _is_written(pair: tuple[str, str]) -> bool:
    return len(pair[1]) > SHORT or "\n" in pair[1]
