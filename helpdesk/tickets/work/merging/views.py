"""The page on which two dossiers are made one, and the button that takes them apart."""

from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from helpdesk.core.errors import Refused, Stale
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.work.dossier.page import ticket_of
from helpdesk.tickets.work.dossier.queries import PREVIOUS_SHOWN, list_lines, list_previous
from helpdesk.tickets.work.duty import Duty, current_duty
from helpdesk.tickets.work.holding import Seen
from helpdesk.tickets.work.merging.forms import MergeForm
from helpdesk.tickets.work.merging.queries import find_target
from helpdesk.tickets.work.merging.service import merge as merge_dossiers
from helpdesk.tickets.work.merging.service import take_apart as take_dossiers_apart
from helpdesk.web.i18n import gettext as _

LARGEST_NUMBER = 2**31 - 1


def merge(reference: str) -> str | Response | tuple[str, int]:
    """Ask into which dossier this one goes, the others of the same person offered, and do it."""
    duty, form = current_duty(), MergeForm()
    if request.method == "GET":
        form.into.data = request.args.get("dans", "")[:40]
        return _page(duty, reference, form)
    if not form.validate():
        return _page(duty, reference, form), 422
    try:
        target = merge_dossiers(_seen(duty, reference), form.into.data or "", now=duty.moment.now)
    except (Refused, Stale) as refusal:
        form.form_errors.append(str(refusal.sentence))
        return _page(duty, reference, form), refusal.status
    flash(_("Le dossier %(reference)s est réuni à celui-ci.", reference=reference), "ok")
    return redirect(url_for("desk.show", reference=target.reference))


def take_apart(reference: str) -> Response:
    """Give a dossier its history back."""
    duty = current_duty()
    try:
        take_dossiers_apart(_seen(duty, reference), now=duty.moment.now)
    except (Refused, Stale) as refusal:
        flash(str(refusal.sentence), "danger")
    else:
        flash(_("Les dossiers sont séparés : chacun a de nouveau son historique."), "ok")
    return redirect(url_for("desk.show", reference=reference))


def for_agent(ticket: Ticket) -> Markup:
    """Show on the page of a dossier that its history is elsewhere; nothing on any other."""
    if ticket.merged_into_id is None:
        return Markup("")
    target = find_target(ticket, current_duty().reach)
    if target is None:
        return Markup("")
    rendered = render_template("tickets/work/merging/_merged.html", ticket=ticket, target=target)
    return Markup(rendered)  # noqa: S704 - a template's own output


def _page(duty: Duty, reference: str, form: MergeForm) -> str:
    ticket = ticket_of(duty, reference)
    lines = list_lines(ticket.id, limit=1)
    return render_template(
        "tickets/work/merging/merge.html",
        ticket=ticket,
        form=form,
        heading=_("Réunir à un autre dossier"),
        last_line=lines[-1].id if lines else 0,
        others=list_previous(ticket, duty.reach)[:PREVIOUS_SHOWN],
    )


def _seen(duty: Duty, reference: str) -> Seen:
    version = request.form.get("version", type=int) or 0
    return Seen(reference, duty.viewer, version=min(max(version, 0), LARGEST_NUMBER))
