"""The pages of synonyms, for those who write articles: the list, a group, and what a change would do."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from helpdesk.core.clock import now
from helpdesk.core.errors import Refused
from helpdesk.engines.search import SearchUnavailable
from helpdesk.engines.search.synonyms import GROUPS, Synonyms
from helpdesk.faq.synonyms import queries, service
from helpdesk.faq.synonyms.forms import GroupForm
from helpdesk.faq.synonyms.models import SynonymGroup
from helpdesk.faq.synonyms.preview import Comparison, compare
from helpdesk.web.i18n import gettext as _

bp = Blueprint("synonyms", __name__, url_prefix="/bureau/synonymes")

PREVIEW = "preview"
"""Name of the button that compares and saves nothing."""


@bp.get("/")
def index() -> str:
    """List the groups, the shipped ones until somebody changes the list."""
    groups = queries.list_groups()
    return render_template("faq/synonyms/index.html", groups=groups, shipped=() if groups else GROUPS)


@bp.post("/reprendre")
def own() -> Response:
    """Copy the shipped list, so that its groups can be changed."""
    service.own_list(now=now())
    return _back(_("La liste est maintenant la vôtre."))


@bp.post("/oublier")
def forget() -> Response:
    """Go back to the shipped list."""
    service.forget_list()
    return _back(_("La liste fournie s’applique de nouveau."))


@bp.route("/nouveau", methods=["GET", "POST"])
def new() -> str | Response | tuple[str, int]:
    """Add a group, or compare what it would change."""
    form = GroupForm()
    if not form.validate_on_submit():
        return _page(form, None)
    if PREVIEW in request.form:
        return _page(form, None, [*_groups(), form.members])
    try:
        service.add_group(form.members, now=now())
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return _page(form, None)
    return _back(_("Groupe ajouté : les recherches en tiennent compte."))


@bp.route("/<int:group_id>", methods=["GET", "POST"])
def edit(group_id: int) -> str | Response | tuple[str, int]:
    """Change a group, or compare what the change would do."""
    group = queries.get_group(group_id)
    form = GroupForm(data={"words": ", ".join(group.words)})
    if not form.validate_on_submit():
        return _page(form, group)
    if PREVIEW in request.form:
        return _page(form, group, [*_groups(without=group), form.members], also=group.words)
    service.change_group(group_id, form.members, now=now())
    return _back(_("Groupe modifié : les recherches en tiennent compte."))


@bp.route("/<int:group_id>/supprimer", methods=["GET", "POST"])
def remove(group_id: int) -> str | Response:
    """Show what the searches would lose, then remove the group."""
    group = queries.get_group(group_id)
    if request.method == "POST":
        service.remove_group(group_id)
        return _back(_("Groupe supprimé."))
    return render_template(
        "faq/synonyms/remove.html",
        group=group,
        compared=_compared(group.words, _groups(without=group)),
    )


def _groups(*, without: SynonymGroup | None = None) -> list[Sequence[str]]:
    kept = queries.list_groups()
    if not kept:
        return list(GROUPS)
    return [each.words for each in kept if each is not without]


def _page(
    form: GroupForm,
    group: SynonymGroup | None,
    wanted: Sequence[Sequence[str]] | None = None,
    *,
    also: Sequence[str] = (),
) -> tuple[str, int]:
    compared = None
    if wanted is not None:
        trial = [form.trial.data] if form.trial.data else []
        compared = _compared([*trial, *form.members, *also], wanted)
    page = render_template("faq/synonyms/edit.html", form=form, group=group, compared=compared)
    return page, 422 if form.errors else 200


def _compared(asked: Sequence[str], wanted: Sequence[Sequence[str]]) -> list[Comparison]:
    """Compare the results; empty while there is no index to ask."""
    try:
        return compare(asked, queries.synonyms_in_use(), Synonyms(wanted))
    except SearchUnavailable:
        flash(_("L’index n’est pas prêt : l’aperçu n’est pas possible pour l’instant."), "warn")
        return []


def _back(done: str) -> Response:
    flash(done, "ok")
    return redirect(url_for(".index"))
