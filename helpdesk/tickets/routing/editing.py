"""Changing the routing rules. No change may leave the list without a last rule that takes everything."""

from collections.abc import Sequence

from sqlalchemy import select

from helpdesk.core.errors import NotFound, Refused
from helpdesk.core.identifiers import one_line
from helpdesk.db import db, transactional
from helpdesk.tickets.models import RoutingRule
from helpdesk.tickets.routing.rules import FaultKind, Rule, check_rules, in_order
from helpdesk.tickets.routing.service import RULES_AT_MOST, conditions_of, read_rule
from helpdesk.web.i18n import gettext as _


def list_rules() -> Sequence[Rule]:
    """List the rules in the order they are tried."""
    query = select(RoutingRule).order_by(RoutingRule.position, RoutingRule.id).limit(RULES_AT_MOST)
    return [read_rule(row) for row in db.session.scalars(query)]


def get_rule(rule_id: int) -> Rule:
    """Return the rule, or raise NotFound."""
    return read_rule(_row(rule_id))


@transactional
def add_rule(rule: Rule) -> Rule:
    """Add a rule before the one that takes everything, or last when it is that one itself."""
    if len(list_rules()) >= RULES_AT_MOST:
        raise Refused(_("Il y a déjà %(count)d règles : supprimez-en d’abord.", count=RULES_AT_MOST))
    _refuse_second_catch_all(rule)
    row = RoutingRule(position=0)
    db.session.add(row)
    _fill(row, rule)
    db.session.flush()
    present = [each for each in list_rules() if each.id != row.id]
    place = len(present) if not rule.conditions else _before_catch_all(present)
    _number([*present[:place], read_rule(row), *present[place:]])
    _refuse_without_catch_all()
    return read_rule(row)


@transactional
def change_rule(rule: Rule) -> None:
    """Replace what the rule `rule.id` asks and decides; its place stays."""
    _refuse_second_catch_all(rule)
    _fill(_row(rule.id), rule)
    db.session.flush()
    _refuse_without_catch_all()


@transactional
def move_rule(rule_id: int, *, up: bool) -> None:
    """Try a rule earlier or later by one place; at an end it stays."""
    rules = list(in_order(list_rules()))
    place = next((index for index, each in enumerate(rules) if each.id == rule_id), None)
    if place is None:
        raise NotFound
    other = place - 1 if up else place + 1
    if 0 <= other < len(rules):
        rules[place], rules[other] = rules[other], rules[place]
        _number(rules)
        _refuse_without_catch_all()


@transactional
def remove_rule(rule_id: int) -> None:
    """Remove a rule; dossiers keep the words of the rule that sent them."""
    db.session.delete(_row(rule_id))
    db.session.flush()
    _refuse_without_catch_all()


def _row(rule_id: int) -> RoutingRule:
    row = db.session.get(RoutingRule, rule_id)
    if row is None:
        raise NotFound
    return row


def _fill(row: RoutingRule, rule: Rule) -> None:
    row.name = one_line(rule.name)
    row.desk_id, row.priority = rule.desk_id, rule.priority
    row.conditions = conditions_of(rule)


def _number(rules: Sequence[Rule]) -> None:
    for position, rule in enumerate(rules, start=1):
        if rule.position != position:
            _row(rule.id).position = position
    db.session.flush()


def _before_catch_all(rules: Sequence[Rule]) -> int:
    return next((index for index, each in enumerate(rules) if not each.conditions), len(rules))


def _refuse_second_catch_all(rule: Rule) -> None:
    if rule.conditions:
        return
    other = next((each for each in list_rules() if not each.conditions and each.id != rule.id), None)
    if other is not None:
        raise Refused(
            _(
                "« %(name)s » accepte déjà tous les dossiers : une seconde règle sans condition ne servirait "
                "jamais, ou en prendrait la place. Remplissez au moins une condition.",
                name=other.name,
            )
        )


def _refuse_without_catch_all() -> None:
    if any(fault.kind is FaultKind.NO_CATCH_ALL for fault in check_rules(list_rules())):
        raise Refused(
            _(
                "La dernière règle doit accepter tous les dossiers : sans elle, certains n’arriveraient nulle part."
            )
        )
