"""Desks and absences, for supervisors; agents may look."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from helpdesk.core.clock import local, now
from helpdesk.core.errors import Refused
from helpdesk.desks import overview, queries, service
from helpdesk.desks.forms import AbsenceForm, DeskForm
from helpdesk.desks.mailing import views as mailing
from helpdesk.desks.models import Desk
from helpdesk.web.forms import choices
from helpdesk.web.i18n import gettext as _

bp = Blueprint("desks", __name__, url_prefix="/bureau/poles")

BLUEPRINTS = (bp, mailing.bp)


@bp.get("/")
def index() -> str:
    """List the desks, who is there, and who is away."""
    return _index(_absence_form())


@bp.route("/nouveau", methods=["GET", "POST"])
def new() -> str | Response | tuple[str, int]:
    """Create a desk."""
    form = _desk_form(None)
    if form.validate_on_submit() and queries.find_desk_by_slug(form.slug.data):
        form.slug.errors = [_("Cet identifiant est déjà pris.")]
    return _saved_or_page(form, None)


@bp.route("/<int:desk_id>", methods=["GET", "POST"])
def edit(desk_id: int) -> str | Response | tuple[str, int]:
    """Change a desk; its identifier stays."""
    desk = queries.get_desk(desk_id)
    form = _desk_form(desk)
    form.slug.data = desk.slug
    form.validate_on_submit()
    return _saved_or_page(form, desk)


@bp.post("/<int:desk_id>/rouvrir")
def reopen(desk_id: int) -> Response:
    """Open a closed desk again."""
    service.reopen_desk(desk_id)
    flash(_("Pôle rouvert."), "ok")
    return redirect(url_for(".index"))


@bp.post("/absences")
def add_absence() -> str | Response | tuple[str, int]:
    """Note an absence."""
    form = _absence_form()
    if form.validate_on_submit():
        try:
            service.add_absence(
                person_id=form.person_id.data,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                substitute_id=form.substitute_id.data or None,
            )
        except Refused as refusal:
            form.ends_on.errors = [refusal.sentence]
        else:
            flash(_("Absence enregistrée."), "ok")
            return redirect(url_for(".index"))
    return _index(form), 422


@bp.post("/absences/<int:absence_id>/retirer")
def remove_absence(absence_id: int) -> Response:
    """Take an absence back."""
    service.remove_absence(absence_id)
    flash(_("Absence retirée."), "ok")
    return redirect(url_for(".index"))


def _index(form: AbsenceForm) -> str:
    today = local(now()).date()
    return render_template(
        "desks/index.html",
        desks=overview.list_desks_with_members(today),
        closed=overview.list_closed_desks(today),
        absences=overview.list_absences(today),
        form=form,
        today=today,
    )


def _saved_or_page(form: DeskForm, desk: Desk | None) -> str | Response | tuple[str, int]:
    if form.is_submitted() and not form.errors:
        service.save_desk(form.details(closed_on=desk.closed_on if desk else None))
        flash(_("Pôle enregistré."), "ok")
        return redirect(url_for(".index"))
    return render_template("desks/edit.html", form=form, desk=desk), 422 if form.errors else 200


def _desk_form(desk: Desk | None) -> DeskForm:
    members = [each.id for each in queries.list_members(desk.id)] if desk else []
    form = DeskForm(obj=desk, data={"member_ids": members})
    form.member_ids.choices = choices({each.id: each.name for each in overview.list_desk_people()})
    return form


def _absence_form() -> AbsenceForm:
    form, people = AbsenceForm(), {each.id: each.name for each in overview.list_desk_people()}
    form.person_id.choices = choices(people)
    form.substitute_id.choices = choices({0: _("personne"), **people})
    return form
