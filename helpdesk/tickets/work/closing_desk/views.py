"""The page that closes a desk: it names what lies there and asks where it goes."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from helpdesk.accounts.rules import Role
from helpdesk.accounts.viewer import signed_in_viewer
from helpdesk.core.clock import local, now
from helpdesk.core.errors import Refused
from helpdesk.desks.models import Desk
from helpdesk.desks.queries import get_desk, list_desks
from helpdesk.tickets.work.closing_desk.forms import CloseForm
from helpdesk.tickets.work.closing_desk.queries import count_open, list_open, list_rules_to
from helpdesk.tickets.work.closing_desk.service import close_desk
from helpdesk.web.forms import choices
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import ngettext

bp = Blueprint("desk_closing", __name__, url_prefix="/bureau/poles")

NAMED = 10


@bp.route("/<int:desk_id>/fermer", methods=["GET", "POST"])
def close(desk_id: int) -> str | Response | tuple[str, int]:
    """Show what lies at the desk, then close it and give that to another one."""
    desk, at, viewer = get_desk(desk_id), now(), signed_in_viewer()
    form = _form(desk)
    if form.validate_on_submit():
        try:
            moved = close_desk(desk_id, on=form.closed_on.data, to=form.to.data or None, now=at, by=viewer)
        except Refused as refusal:
            form.form_errors.append(refusal.sentence)
            desk = get_desk(desk_id)
        else:
            flash(_("Pôle fermé."), "ok")
            if moved:
                flash(ngettext("%(num)d dossier confié.", "%(num)d dossiers confiés.", moved), "ok")
            return redirect(url_for("desks.index"))
    page = render_template(
        "tickets/work/close_desk.html",
        desk=desk,
        form=form,
        count=count_open(desk_id),
        # Who only runs the service sees how many there are, and none of them.
        dossiers=list_open(desk_id, limit=NAMED) if viewer.has(Role.SUPERVISOR) else (),
        rules=list_rules_to(desk_id),
    )
    return page, 422 if form.errors else 200


def _form(desk: Desk) -> CloseForm:
    today = local(now()).date()
    form = CloseForm(data={"closed_on": desk.closed_on or today}, today=today, since=desk.closed_on)
    others = {each.id: each.name for each in list_desks(today) if each.id != desk.id}
    form.to.choices = choices({0: _("Choisissez…"), **others})
    return form
