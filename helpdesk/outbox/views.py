"""For supervisors: how the outgoing mail stands, and what could not be delivered."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from helpdesk.core.clock import now
from helpdesk.outbox import queries, service
from helpdesk.outbox.labels import LANES, REASONS
from helpdesk.web.i18n import gettext as _

bp = Blueprint("outbox", __name__, url_prefix="/bureau/courriels")

BLUEPRINTS = (bp,)
PAGE_SIZE = 25


@bp.get("/")
def index() -> str:
    """Show the queue and the mails that were given up."""
    before = _number(request.args.get("avant", ""))
    found = queries.list_dead(limit=PAGE_SIZE + 1, before=before)
    older = url_for(".index", avant=found[PAGE_SIZE - 1].id) if len(found) > PAGE_SIZE else ""
    return render_template(
        "outbox/index.html",
        queue=queries.count_queue(now=now()),
        mails=found[:PAGE_SIZE],
        older_url=older,
        newer_url=url_for(".index") if before else "",
        form=FlaskForm(),
        reasons=REASONS,
        lanes=LANES,
    )


@bp.post("/<int:mail_id>/renvoyer")
def retry(mail_id: int) -> Response:
    """Send a mail again."""
    service.retry_mail(mail_id, now=now())
    flash(_("Le courriel est remis en file d’attente."), "ok")
    return redirect(url_for(".index"))


@bp.post("/<int:mail_id>/abandonner")
def discard(mail_id: int) -> Response:
    """Give a mail up for good."""
    service.discard_mail(mail_id)
    flash(_("Le courriel est abandonné, et son texte effacé."), "ok")
    return redirect(url_for(".index"))


def _number(text: str) -> int | None:
    """Return the row number in `text`; None for anything that cannot be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
