"""« Mes courriels » of somebody who works here, and the line that leads there from their account."""

from collections.abc import Mapping

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from markupsafe import Markup

from helpdesk.accounts.pages import form_page
from helpdesk.accounts.viewer import Viewer, signed_in_viewer
from helpdesk.desks.mailing.forms import TIMINGS, HabitForm, field_name, read_timings
from helpdesk.desks.mailing.queries import find_habit, list_choices, list_own_desks
from helpdesk.desks.mailing.service import Wishes, save_wishes
from helpdesk.outbox.preferences.models import MailHabit
from helpdesk.outbox.preferences.queries import notices
from helpdesk.outbox.preferences.rules import ANYWHERE, Timing
from helpdesk.web.i18n import gettext as _

bp = Blueprint("mailing", __name__, url_prefix="/mon-compte")


@bp.route("/courriels", methods=["GET", "POST"])
def choices() -> Response:
    """Choose which notices come at once, in the digest, or never."""
    viewer = signed_in_viewer()
    desks = list_own_desks(viewer.id)
    form = _form(find_habit(viewer.id))
    if form.validate_on_submit():
        scopes = [ANYWHERE, *(scope for scope, _name in desks)]
        timings = read_timings(request.form, scopes, notices())
        save_wishes(viewer.id, Wishes(timings, form.rhythm(), form.link_only.data))
        flash(_("Vos choix sont enregistrés."), "ok")
        return redirect(url_for(".choices"), 303)  # type: ignore[return-value]
    return form_page(
        "desks/mailing.html",
        form,
        desks=desks,
        notices=notices().values(),
        chosen=_chosen(list_choices(viewer.id)),
        timings=tuple((each.value, str(words)) for each, words in TIMINGS.items()),
        field_name=field_name,
    )


def on_account(viewer: Viewer) -> Markup:
    """Lead from the account of somebody who answers dossiers to their choices."""
    if not viewer.works_dossiers:
        return Markup("")
    return Markup(render_template("desks/_on_account.html"))  # noqa: S704 - a template's own output


def _form(habit: MailHabit | None) -> HabitForm:
    return HabitForm(obj=habit) if habit else HabitForm(data={"hour": 9})


def _chosen(choices: Mapping[tuple[str, str], Timing]) -> dict[str, str]:
    """Return what the fields show, by name: what was chosen, else what each notice is born with."""
    born = {field_name(ANYWHERE, each.event): each.timing.value for each in notices().values()}
    return born | {field_name(scope, event): timing.value for (scope, event), timing in choices.items()}
