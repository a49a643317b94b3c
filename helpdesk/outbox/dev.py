"""In the demonstration only: what left, readable in the browser and by programs, instead of a mail server.

It reads the folder that the worker delivers to, so any process may show it.
"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, make_response, render_template

from helpdesk.config import settings
from helpdesk.core.errors import NotFound
from helpdesk.engines.mail.folder import DeliveredMail, find_delivered, list_delivered
from helpdesk.engines.schemes import folder_of

bp = Blueprint("dev_mail", __name__, url_prefix="/dev")

NEWEST = 300
"""How many mails are shown at most."""
HTML_CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""For the HTML part alone on its page: its own style, no script, no picture, no form; its links work.

Not `sandbox`: it would add nothing to that, and keep the tools that test pages out.
"""


@bp.get("/mail")
def index() -> str:
    """List what left, newest first."""
    return render_template("outbox/dev_index.html", mails=_delivered())


@bp.get("/mail.json")
def index_json() -> Response:
    """List what left, newest first, for programs."""
    return jsonify([_as_json(mail) for mail in _delivered()])


@bp.get("/mail/<mail_id>")
def show(mail_id: str) -> str:
    """Show one mail: headers and text."""
    return render_template("outbox/dev_show.html", mail=_get(mail_id))


@bp.get("/mail/<mail_id>/html")
def show_html(mail_id: str) -> Response:
    """Show the HTML part as its reader sees it, kept away from the site."""
    response = make_response(_get(mail_id).html)
    response.headers["Content-Security-Policy"] = HTML_CSP
    return response


def _folder() -> Path | None:
    """Return the folder mail is delivered to; None when the demonstration really sends it."""
    url = settings().engine_url("mail")
    return folder_of(url, setting="mail_url") if urlsplit(url).scheme == "maildir" else None


def _delivered() -> Sequence[DeliveredMail]:
    folder = _folder()
    return list_delivered(folder, limit=NEWEST) if folder else []


def _get(mail_id: str) -> DeliveredMail:
    folder = _folder()
    mail = find_delivered(folder, mail_id) if folder else None
    if mail is None:
        raise NotFound
    return mail


def _as_json(mail: DeliveredMail) -> dict[str, object]:
    return {
        "id": mail.id,
        "to": mail.to,
        "from": mail.sender,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "headers": mail.headers,
        "sent_at": mail.sent_at.isoformat(),
    }
