"""The member's request, from the page of their dossier."""

from datetime import timedelta

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from helpdesk.accounts.limits import check_limit
from helpdesk.core.clock import now
from helpdesk.core.errors import Refused
from helpdesk.escalation.asking.forms import AskForm
from helpdesk.escalation.proposals.service import ask as ask_for
from helpdesk.tickets.follow.queries import get_followed
from helpdesk.tickets.follow.visitor import visitor
from helpdesk.tickets.models import Ticket
from helpdesk.web.i18n import gettext as _

bp = Blueprint("asking", __name__)

ASKED_A_DAY = 5


@bp.get("/suivi/dossier/<reference>/saisine")
def form(reference: str) -> str:
    """Show the form by itself."""
    return _page(get_followed(reference, visitor(), now=now()), AskForm(formdata=None))


@bp.post("/suivi/dossier/<reference>/saisine")
def ask(reference: str) -> Response | FlaskResponse:
    """Take the request, whether a ground of the rules holds or not."""
    at = now()
    ticket = get_followed(reference, visitor(), now=at)
    form = AskForm()
    if not form.validate():
        return make_response(_page(ticket, form), 422)
    try:
        check_limit("saisine-ask", ticket.reference, limit=ASKED_A_DAY, window=timedelta(days=1), now=at)
        ask_for(ticket.id, form.words(), now=at)
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        ticket = get_followed(reference, visitor(), now=at)
        return make_response(_page(ticket, form), refusal.status)
    flash(f"demande-saisine-{ticket.reference}", "draft")
    flash(_("Votre demande est enregistrée. Un conseiller l’examine et vous dit la suite."), "ok")
    return redirect(url_for("tickets.mine", reference=ticket.reference), 303)


def _page(ticket: Ticket, form: AskForm) -> str:
    return render_template("escalation/asking/ask.html", ticket=ticket, form=form)
