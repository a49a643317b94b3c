"""The agents' pages: the lists, the text to confirm, and one escalation."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from helpdesk.core.clock import now
from helpdesk.core.errors import NotFound, Refused, Stale
from helpdesk.escalation.grounds.rules import GRAVE
from helpdesk.escalation.labels import STATE_LOOKS, STATES, ground_sentence
from helpdesk.escalation.links.service import revoke_links
from helpdesk.escalation.proposals.service import dismiss
from helpdesk.escalation.sending.service import Confirmation, confirm
from helpdesk.escalation.work import page
from helpdesk.escalation.work.forms import ConfirmForm, DismissForm
from helpdesk.escalation.work.queries import Tab, get_escalation, get_ticket, list_escalations
from helpdesk.tickets.severity.labels import severity_label
from helpdesk.tickets.work.duty import current_duty
from helpdesk.tickets.work.lost import gives_back_what_was_typed
from helpdesk.web.i18n import gettext as _

bp = Blueprint("escalation", __name__, url_prefix="/bureau")


@bp.get("/escalades")
def index() -> str:
    """List what is proposed, what waits for the administration, or what is settled."""
    try:
        tab = Tab(request.args.get("vue", Tab.PROPOSED.value))
    except ValueError:
        raise NotFound from None
    return render_template(
        "escalation/work/index.html",
        tab=tab,
        tabs=page.tabs(tab),
        rows=list_escalations(tab, current_duty().reach),
        states=STATES,
        looks=STATE_LOOKS,
        ground_sentence=ground_sentence,
        severity_label=severity_label,
        grave=GRAVE,
    )


@bp.get("/dossiers/<reference>/saisine")
def new(reference: str) -> str | Response:
    """Show the text that would leave, what the guard still asks for, and the form to confirm or dismiss."""
    ticket = get_ticket(reference, current_duty().reach)
    look = page.look_now(ticket)
    if page.is_sent(look):
        return redirect(url_for(".show", escalation_id=look.pending.id if look.pending else 0))
    return page.draft_page(ticket, look, page.fresh_form(ticket, look))


@bp.post("/dossiers/<reference>/saisine")
@gives_back_what_was_typed
def send(reference: str) -> Response | FlaskResponse | str:
    """Show the text again as it would leave, or send it."""
    duty = current_duty()
    ticket = get_ticket(reference, duty.reach)
    form = page.typed_form()
    if not form.validate():
        return _again(reference, form, 422)
    if "preview" in request.form:
        return page.draft_page(ticket, page.look_now(ticket), form, is_preview=True)
    confirmation = Confirmation(
        words=form.words(),
        version=form.version.data,
        key=form.key.data,
        confirmed=bool(form.confirmed.data),
    )
    try:
        sent = confirm(ticket.id, confirmation, by=duty.viewer, now=now())
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return _again(reference, form, refusal.status, is_stale=isinstance(refusal, Stale))
    flash(f"saisine-{ticket.reference}", "draft")
    flash(_("La saisine est partie : un seul message, à la boîte de l’administration confédérale."), "ok")
    return redirect(url_for(".show", escalation_id=sent.id), 303)


@bp.get("/escalades/<int:escalation_id>")
def show(escalation_id: int) -> str | Response:
    """Show what was sent and what became of it; a mere proposal is shown with its text to confirm."""
    escalation, ticket = get_escalation(escalation_id, current_duty().reach)
    if page.is_open_proposal(escalation):
        return redirect(url_for(".new", reference=ticket.reference))
    return page.escalation_page(escalation, ticket)


@bp.post("/escalades/<int:escalation_id>/ecarter")
@gives_back_what_was_typed
def set_aside(escalation_id: int) -> Response | FlaskResponse:
    """Dismiss a proposal, with a reason."""
    duty = current_duty()
    escalation, ticket = get_escalation(escalation_id, duty.reach)
    reference, form = ticket.reference, DismissForm(prefix="dismiss")
    if not form.validate():
        return _again_dismissing(reference, form, 422)
    try:
        dismiss(
            escalation.id,
            form.reason.data,
            by=duty.viewer,
            version=form.version.data,
            key=form.key.data,
            now=now(),
        )
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return _again_dismissing(reference, form, refusal.status)
    flash(_("La proposition est écartée."), "ok")
    return redirect(url_for("desk.show", reference=reference), 303)


@bp.post("/escalades/<int:escalation_id>/liens")
def revoke(escalation_id: int) -> Response:
    """Stop every signed link of an escalation."""
    duty = current_duty()
    escalation, _ticket = get_escalation(escalation_id, duty.reach)
    revoke_links(escalation.id, by=duty.viewer, now=now())
    flash(_("Les liens envoyés ne fonctionnent plus. L’administration peut en demander un nouveau."), "ok")
    return redirect(url_for(".show", escalation_id=escalation_id), 303)


def _again(reference: str, form: ConfirmForm, status: int, *, is_stale: bool = False) -> FlaskResponse:
    """Show the form again as it was typed, about the dossier as it is now."""
    ticket = get_ticket(reference, current_duty().reach)
    look = page.look_now(ticket)
    if is_stale:
        form.show_now(look.pending.version if look.pending else 0)
    return make_response(page.draft_page(ticket, look, form), status)


def _again_dismissing(reference: str, form: DismissForm, status: int) -> FlaskResponse:
    ticket = get_ticket(reference, current_duty().reach)
    look = page.look_now(ticket)
    form.show_now(look.pending.version if look.pending else 0)
    return make_response(
        page.draft_page(ticket, look, page.fresh_form(ticket, look), dismissing=form), status
    )
