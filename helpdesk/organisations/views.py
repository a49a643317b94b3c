"""Organisations, for those who work here: list, page, changes, import."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from helpdesk.accounts.viewer import Viewer, signed_in_viewer
from helpdesk.core.clock import local, now
from helpdesk.core.errors import NotFound, Refused, Stale
from helpdesk.organisations import queries, service
from helpdesk.organisations.affiliation import views as affiliations
from helpdesk.organisations.affiliation.forms import AffiliationForm
from helpdesk.organisations.affiliation.labels import LOOKS, STANDINGS
from helpdesk.organisations.affiliation.queries import limits, list_years, may_see
from helpdesk.organisations.affiliation.rules import Standing, next_label, standing_of
from helpdesk.organisations.affiliation.service import enter_year, remove_year
from helpdesk.organisations.forms import ImportForm, LinkForm, OrganisationForm
from helpdesk.organisations.importing.entries import choice_words
from helpdesk.organisations.importing.sample import sample_rows
from helpdesk.organisations.importing.service import ImportReport, import_organisations
from helpdesk.organisations.labels import FAMILIES, FUNCTIONS, KINDS, LINES
from helpdesk.organisations.models import Organisation, OrganisationContact
from helpdesk.organisations.rules import Family
from helpdesk.web.i18n import gettext as _
from helpdesk.web.panels import panels_for
from helpdesk.web.spreadsheets import csv_response
from helpdesk.web.uploads import takes_files

bp = Blueprint("organisations", __name__, url_prefix="/bureau/organisations")

bp.add_url_rule("/affiliations", "affiliations", affiliations.index)

BLUEPRINTS = (bp,)
PAGE_SIZE = 50
WORDS = {"kinds": KINDS, "families": FAMILIES, "lines": LINES, "functions": FUNCTIONS}


@bp.get("/")
def index() -> str:
    """List organisations by name, or those that a search finds."""
    text, after = request.args.get("q", "")[:100], request.args.get("apres", "")[:300]
    found = queries.list_organisations(text=text, after=after, limit=PAGE_SIZE + 1)
    older = (
        url_for(".index", q=text or None, apres=found[PAGE_SIZE - 1].name_key)
        if len(found) > PAGE_SIZE
        else ""
    )
    return render_template(
        "organisations/index.html",
        organisations=found[:PAGE_SIZE],
        text=text,
        after=after,
        older_url=older,
        **WORDS,
    )


@bp.get("/<int:organisation_id>")
def show(organisation_id: int) -> str:
    """Show one organisation, what stands above and below it, and whom to reach."""
    return _page(queries.get_organisation(organisation_id), LinkForm())


@bp.route("/nouvelle", methods=["GET", "POST"])
def new() -> str | Response | tuple[str, int]:
    """Create an organisation."""
    form = OrganisationForm()
    if not form.validate_on_submit():
        return _edit_page(form, None)
    if queries.find_by_code(form.code.data):
        form.code.errors = [_("Ce code est déjà pris.")]
        return _edit_page(form, None)
    saved = service.save_organisation(form.details(), now=now())
    flash(_("Organisation créée."), "ok")
    return redirect(url_for(".show", organisation_id=saved.id))


@bp.route("/<int:organisation_id>/modifier", methods=["GET", "POST"])
def edit(organisation_id: int) -> str | Response | tuple[str, int]:
    """Change what is known of an organisation; its code stays."""
    organisation, contacts = _known(organisation_id)
    mark = service.mark_of(organisation, contacts)
    form = OrganisationForm(obj=organisation, contacts=contacts, seen=mark)
    form.code.data = organisation.code
    if not form.validate_on_submit():
        return _edit_page(form, organisation)
    try:
        service.save_organisation(form.details(), now=now(), seen=form.seen.data or "")
    except Stale as refusal:
        form.form_errors.append(refusal.sentence)
        form.seen.data = service.mark_of(*_known(organisation_id))
        return _edit_page(form, organisation, is_stale=True)
    flash(_("Organisation modifiée."), "ok")
    return redirect(url_for(".show", organisation_id=organisation_id))


def _known(organisation_id: int) -> tuple[Organisation, Sequence[OrganisationContact]]:
    return queries.get_organisation(organisation_id), queries.list_contacts(organisation_id)


def _edit_page(
    form: OrganisationForm, organisation: Organisation | None, *, is_stale: bool = False
) -> tuple[str, int]:
    status = 409 if is_stale else 422 if form.errors else 200
    form.offer_rows()
    page = render_template("organisations/edit.html", form=form, organisation=organisation, is_stale=is_stale)
    return page, status


@bp.post("/<int:organisation_id>/liens")
def link(organisation_id: int) -> str | Response | tuple[str, int]:
    """Put this organisation under another."""
    organisation, form = queries.get_organisation(organisation_id), LinkForm()
    if not form.validate_on_submit():
        return _page(organisation, form), 422
    try:
        parent = queries.get_by_code(form.parent_code.data)
        service.link_organisations(
            parent_id=parent.id,
            child_id=organisation_id,
            line=form.line.data,
            valid_from=form.valid_from.data,
            valid_until=form.valid_until.data,
        )
    except NotFound:
        form.parent_code.errors = [_("Aucune organisation ne porte ce code.")]
    except Refused as refusal:
        form.parent_code.errors = [refusal.sentence]
    else:
        flash(_("Lien enregistré."), "ok")
        return redirect(url_for(".show", organisation_id=organisation_id))
    return _page(queries.get_organisation(organisation_id), form), 422


@bp.post("/<int:organisation_id>/affiliations")
def enter_affiliation(organisation_id: int) -> str | Response | tuple[str, int]:
    """Note a year for which this organisation is affiliated."""
    viewer, at, form = signed_in_viewer(), now(), AffiliationForm()
    organisation = _in_reach(viewer, organisation_id)
    if not form.validate_on_submit():
        return _page(organisation, LinkForm(formdata=None), form), 422
    try:
        enter_year(organisation_id, form.year(), by_id=viewer.id, now=at)
    except Refused as refusal:
        form.label.errors = [refusal.sentence]
        return _page(queries.get_organisation(organisation_id), LinkForm(formdata=None), form), 422
    flash(_("Année d’affiliation enregistrée."), "ok")
    return redirect(url_for(".show", organisation_id=organisation_id, _anchor="affiliation"), 303)


@bp.post("/<int:organisation_id>/affiliations/<int:affiliation_id>/retirer")
def remove_affiliation(organisation_id: int, affiliation_id: int) -> Response:
    """Take back a year that was entered by mistake."""
    _in_reach(signed_in_viewer(), organisation_id)
    remove_year(organisation_id, affiliation_id)
    flash(_("Année d’affiliation retirée."), "ok")
    return redirect(url_for(".show", organisation_id=organisation_id, _anchor="affiliation"), 303)


def _in_reach(viewer: Viewer, organisation_id: int) -> Organisation:
    """Return an organisation whose affiliation somebody may see; raise NotFound."""
    organisation = queries.get_organisation(organisation_id)
    if not may_see(viewer, organisation_id, local(now()).date()):
        raise NotFound
    return organisation


@bp.route("/importer", methods=["GET", "POST"])
@takes_files
def import_csv() -> str | tuple[str, int]:
    """Import a CSV file, all or nothing, with a report line by line."""
    form, report = ImportForm(), None
    if form.validate_on_submit():
        report = _import(form)
    status = 422 if form.errors or (report and not report.saved) else 200
    page = render_template(
        "organisations/import.html",
        form=form,
        report=report,
        accepted=[("kind", choice_words(KINDS)), ("family", choice_words(FAMILIES))],
    )
    return page, status


@bp.get("/importer/modele.csv")
def import_sample() -> Response:
    """Download a file to fill in: every column, and two organisations of nobody's."""
    return csv_response(_("modele-organisations.csv"), sample_rows())


def _import(form: ImportForm) -> ImportReport | None:
    try:
        return import_organisations(form.file.data.read(), by_id=signed_in_viewer().id, now=now())
    except Refused as refusal:
        form.file.errors = [refusal.sentence]
        return None


def _page(organisation: Organisation, form: LinkForm, year_form: AffiliationForm | None = None) -> str:
    today, viewer = local(now()).date(), signed_in_viewer()
    return render_template(
        "organisations/show.html",
        organisation=organisation,
        form=form,
        parents=queries.parents_of(organisation.id, today),
        children=queries.children_of(organisation.id, today),
        contacts=queries.list_contacts(organisation.id),
        affiliation=_affiliation(viewer, organisation, year_form, today),
        panels=panels_for("organisations.show", (viewer, organisation)),
        below=len(queries.perimeter_ids(frozenset({organisation.id}), today)) - 1,
        **WORDS,
    )


def _affiliation(
    viewer: Viewer, organisation: Organisation, form: AffiliationForm | None, today: date
) -> dict[str, Any] | None:
    """Return what the page shows of the affiliation; None for who may not see it."""
    if not may_see(viewer, organisation.id, today):
        return None
    years = list_years(organisation.id)
    latest = years[0] if years else None
    standing = standing_of(latest.ends_on if latest else None, today, limits())
    if form is None:
        by_school_year = organisation.family is Family.COOPERATIVE
        suggested = next_label(latest.label if latest else None, today, by_school_year=by_school_year)
        form = AffiliationForm(formdata=None, data={"label": suggested})
    return {
        "years": years,
        "form": form,
        "look": LOOKS.get(standing),
        "words": STANDINGS.get(standing),
        "is_known": standing is not Standing.UNKNOWN,
    }
