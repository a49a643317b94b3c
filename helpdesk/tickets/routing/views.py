"""The routing rules, for supervisors: the list, changes, and a case to try it on."""

from collections.abc import Callable, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from helpdesk.core.clock import local, now
from helpdesk.core.errors import Refused
from helpdesk.desks.queries import list_desks
from helpdesk.organisations.queries import ancestor_ids, get_organisation, list_by_ids
from helpdesk.tickets.routing import editing
from helpdesk.tickets.routing.forms import RuleForm, TryForm, values_of
from helpdesk.tickets.routing.labels import conditions_in_words, fault_in_words, values_in_words
from helpdesk.tickets.routing.rules import Routed, Rule, check_rules, route
from helpdesk.web.forms import choices
from helpdesk.web.i18n import gettext as _

bp = Blueprint("routing", __name__, url_prefix="/bureau/regles")


@bp.get("/")
def index() -> str:
    """List the rules in order, what each asks, and what is wrong with the list."""
    return _index(TryForm(), None)


@bp.post("/essai")
def attempt() -> str | tuple[str, int]:
    """Say which rule would take a case, and why."""
    form = TryForm()
    if not form.validate_on_submit():
        return _index(form, None), 422
    organisation = get_organisation(next(iter(form.organisation.ids))) if form.organisation.ids else None
    above = ancestor_ids(organisation.id, local(now()).date()) if organisation else frozenset()
    return _index(form, route(form.case(organisation, above), editing.list_rules()))


@bp.route("/nouvelle", methods=["GET", "POST"])
def new() -> str | Response | tuple[str, int]:
    """Add a rule."""
    form = _form(None)
    if form.validate_on_submit():
        try:
            editing.add_rule(form.rule())
        except Refused as refusal:
            form.form_errors.append(refusal.sentence)
        else:
            return _back(_("Règle ajoutée."))
    return _edit(form, None)


@bp.route("/<int:rule_id>", methods=["GET", "POST"])
def edit(rule_id: int) -> str | Response | tuple[str, int]:
    """Change a rule."""
    rule = editing.get_rule(rule_id)
    form = _form(rule)
    if form.validate_on_submit():
        try:
            editing.change_rule(form.rule(rule_id=rule.id, position=rule.position))
        except Refused as refusal:
            form.form_errors.append(refusal.sentence)
        else:
            return _back(_("Règle modifiée."))
    return _edit(form, rule)


@bp.post("/<int:rule_id>/monter")
def move_up(rule_id: int) -> Response:
    """Try a rule earlier."""
    return _attempted(lambda: editing.move_rule(rule_id, up=True), _("Règle déplacée."))


@bp.post("/<int:rule_id>/descendre")
def move_down(rule_id: int) -> Response:
    """Try a rule later."""
    return _attempted(lambda: editing.move_rule(rule_id, up=False), _("Règle déplacée."))


@bp.route("/<int:rule_id>/supprimer", methods=["GET", "POST"])
def remove(rule_id: int) -> str | Response:
    """Ask whether a rule is to go, then remove it."""
    if request.method == "POST":
        return _attempted(lambda: editing.remove_rule(rule_id), _("Règle supprimée."))
    rule = editing.get_rule(rule_id)
    desks = {desk.id: desk.name for desk in list_desks(local(now()).date())}
    return render_template(
        "tickets/routing/remove.html",
        rule=rule,
        conditions=_in_words(rule),
        desk=desks.get(rule.desk_id, _("pôle fermé")),
    )


def _attempted(change: Callable[[], None], done: str) -> Response:
    try:
        change()
    except Refused as refusal:
        flash(refusal.sentence, "danger")
        return redirect(url_for(".index"))
    return _back(done)


def _back(done: str) -> Response:
    flash(done, "ok")
    return redirect(url_for(".index"))


def _index(form: TryForm, routed: Routed | None) -> str:
    rules = editing.list_rules()
    named = {each.id: each.name for each in list_by_ids(_organisations_in(rules))}
    return render_template(
        "tickets/routing/index.html",
        rules=[(rule, conditions_in_words(rule, named)) for rule in rules],
        faults=[fault_in_words(fault) for fault in check_rules(rules)],
        desks={desk.id: desk.name for desk in list_desks(local(now()).date())},
        form=form,
        routed=routed,
        matched=[values_in_words(each.condition, each.values, named) for each in routed.matched]
        if routed
        else [],
    )


def _in_words(rule: Rule) -> Sequence[tuple[str, str]]:
    return conditions_in_words(rule, {each.id: each.name for each in list_by_ids(_organisations_in([rule]))})


def _organisations_in(rules: Sequence[Rule]) -> frozenset[int]:
    return frozenset[int]().union(*(rule.organisation_ids | rule.ancestor_ids for rule in rules))


def _form(rule: Rule | None) -> RuleForm:
    form = RuleForm(data=values_of(rule)) if rule else RuleForm()
    form.desk_id.choices = choices({desk.id: desk.name for desk in list_desks(local(now()).date())})
    return form


def _edit(form: RuleForm, rule: Rule | None) -> tuple[str, int]:
    return render_template("tickets/routing/edit.html", form=form, rule=rule), 422 if form.errors else 200
