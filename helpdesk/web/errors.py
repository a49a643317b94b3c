"""Every refusal and fault becomes a page with a sentence, never a bare status or a trace."""

import errno
import logging
import secrets
import string
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from helpdesk.core.errors import NotFound, Refused, TooMany
from helpdesk.db import db
from helpdesk.web.i18n import gettext as _

log = logging.getLogger(__name__)

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def sentence_for(status: int) -> str:
    """Return what a person reads for an HTTP status."""
    words = {
        400: _(
            "La demande est incomplète ou mal formée. Revenez en arrière, rechargez la page et recommencez."
        ),
        404: _("Cette page n’existe pas, ou vous ne pouvez pas la voir."),
        405: _("Cette adresse ne répond pas à ce type de demande."),
        413: _("L’envoi est trop volumineux. Retirez ou réduisez des fichiers, puis recommencez."),
        429: _("Trop de demandes en peu de temps. Patientez quelques minutes, puis recommencez."),
        503: _(
            "Le service est momentanément indisponible. Rien n’a été enregistré : recommencez dans un instant."
        ),
        507: _("L’espace de stockage est plein. Rien n’a été enregistré ; l’équipe est prévenue."),
    }
    return words.get(
        status, _("Une erreur est survenue. Elle est enregistrée ; recommencez dans un instant.")
    )


def error_page(status: int, sentence: str | None = None, *, reference: str = "") -> Response:
    """Render the error as HTML, or as JSON where the address ends in .json."""
    sentence = sentence or sentence_for(status)
    if request.path.endswith(".json"):
        return make_response(jsonify(error=sentence, reference=reference), status)
    page = render_template("web/error.html", status=status, sentence=sentence, reference=reference)
    return make_response(page, status)


def init_errors(app: Flask) -> None:
    """Register one handler for each family."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotFound, lambda error: _without_slash() or error_page(404))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _fault)


def _refused(error: Refused) -> Response:
    response = error_page(error.status, error.sentence)
    if isinstance(error, TooMany) and error.retry_after:
        response.headers["Retry-After"] = str(int(error.retry_after.total_seconds()))
    return response


def _http(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    if isinstance(error, SecurityError):
        # A foreign Host: no address can be built for it, so no page either.
        return make_response(sentence_for(400), 400, {"Content-Type": "text/plain; charset=utf-8"})
    response = (_without_slash() if status == 404 else None) or error_page(status)
    if status == 413:
        # The rest of the body is never read: the server hangs up, and a browser must not send into that.
        response.headers["Connection"] = "close"
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(error.valid_methods)
    return response


def _without_slash() -> Response | None:
    """Lead to the page whose address was written with a slash too many at its end, if there is one."""
    path = request.path
    if request.url_rule is not None or path.startswith("//") or not path.endswith("/"):
        return None
    if request.method not in {"GET", "HEAD"}:
        return None
    try:
        current_app.create_url_adapter(request).match(path[:-1], method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return None
    address = quote(request.script_root + path[:-1])
    if request.query_string:
        # As it was sent: quoting it anew would read its signs twice. Only what no header holds is quoted.
        address += f"?{quote(request.query_string, safe=string.punctuation)}"
    return make_response("", 301, {"Location": address})


@contextmanager
def database_refusals() -> Iterator[None]:
    """Turn a database that cannot write into a refusal, for views that give the form back with its text."""
    try:
        yield
    except OperationalError as error:
        log.exception("the database does not answer")
        status = _status_of(error)
        raise Refused(sentence_for(status), status=status) from error


def _database(error: OperationalError) -> Response:
    log.exception("the database does not answer")
    db.session.rollback()
    return error_page(_status_of(error))


def _status_of(error: OperationalError) -> int:
    """Return 507 when there is no room left, as SQLite and PostgreSQL say it, else 503."""
    said = str(error.orig).lower()
    return 507 if "disk is full" in said or "no space left" in said else 503


def _fault(error: Exception) -> Response:
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        # A body is being read and there is nowhere to put its files.
        log.error("no room left on the disk: %s", error)
        return error_page(507)
    reference = secrets.token_hex(4)
    log.exception("unexpected error %s", reference)
    db.session.rollback()
    return error_page(500, reference=reference)
