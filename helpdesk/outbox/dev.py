"""In the demonstration only: what left, readable in the browser and by programs, instead of a mail server.

It reads the folder that the worker delivers to, so any process may show it.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, render_template, request, url_for

from helpdesk.config import settings
from helpdesk.core.errors import NotFound
from helpdesk.engines.mail.folder import DeliveredMail, find_delivered, iter_delivered, list_delivered
from helpdesk.engines.schemes import folder_of

bp = Blueprint("dev_mail", __name__, url_prefix="/dev")

PAGE_SIZE = 100
"""How many mails a page lists; the JSON list has them all, read one at a time."""
HTML_CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""For the HTML part alone on its page: its own style, no script, no picture, no form; its links work.

Not `sandbox`: it would add nothing to that, and keep the tools that test pages out.
"""


@bp.get("/mail")
def index() -> str:
    """List what left, newest first, a page at a time."""
    folder, before = _folder(), request.args.get("avant", "")
    mails = list_delivered(folder, limit=PAGE_SIZE + 1, before=before) if folder else []
    older = url_for(".index", avant=mails[PAGE_SIZE - 1].id) if len(mails) > PAGE_SIZE else ""
    return render_template(
        "outbox/dev_index.html",
        mails=mails[:PAGE_SIZE],
        older_url=older,
        newer_url=url_for(".index") if before else "",
    )


@bp.get("/mail.json")
def index_json() -> Response:
    """List all that left, newest first, for programs."""
    folder = _folder()
    return Response(_json_list(iter_delivered(folder) if folder else ()), mimetype="application/json")


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


def _json_list(mails: Iterable[DeliveredMail]) -> Iterator[str]:
    """Write a list one mail after the other, so that the list is never a text in memory."""
    yield "["
    for number, mail in enumerate(mails):
        yield ("," if number else "") + json.dumps(_as_json(mail), ensure_ascii=False, sort_keys=True)
    yield "]\n"


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
