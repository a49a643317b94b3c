"""The pages of synonyms, for those who write articles: the list, a group, and what a change would do."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from helpdesk.core.clock import now
from helpdesk.core.errors import Refused
from helpdesk.engines.search import SearchUnavailable
from helpdesk.engines.search.synonyms import GROUPS, Synonyms
from helpdesk.faq.synonyms import doors, queries, service
from helpdesk.faq.synonyms.forms import GroupForm
from helpdesk.faq.synonyms.models import SynonymGroup
from helpdesk.faq.synonyms.preview import Comparison, compare
from helpdesk.faq.writing.differences import difference
from helpdesk.faq.writing.texts import hash_of
from helpdesk.web.i18n import gettext as _

bp = Blueprint("synonyms", __name__, url_prefix="/bureau/synonymes")

PREVIEW = "preview"
"""Name of the button that compares and saves nothing."""


@bp.get("/")
def index() -> str:
    """List the groups, the shipped ones until somebody changes the list."""
    groups, text = queries.list_groups(), doors.find_text()
    open_file = None if text is None else text.file_text
    return render_template(
        "faq/synonyms/index.html",
        groups=groups,
        shipped=() if groups else GROUPS,
        in_conflict=open_file is not None,
        file_hash=hash_of(open_file or ""),
        changes=difference(text.text, open_file) if text and open_file else None,
    )


@bp.post("/conflit")
def settle() -> Response:
    """Take the choice between the list of the file and the list here."""
    try:
        doors.settle_list(
            keeps_file=request.form.get("choice") == "file",
            file_hash=request.form.get("file_hash", "")[:64],
            now=now(),
        )
    except Refused as refusal:
        flash(refusal.sentence, "danger")
        return redirect(url_for(".index"))
    return _back(_("Le conflit est réglé."))


@bp.post("/reprendre")
def own() -> Response:
    """Copy the shipped list, so that its groups can be changed."""
    service.own_list(now=now())
    return _back(_("La liste est maintenant la vôtre."))


@bp.post("/oublier")
def forget() -> Response:
    """Go back to the shipped list."""
    service.forget_list(now=now())
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
        service.remove_group(group_id, now=now())
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
