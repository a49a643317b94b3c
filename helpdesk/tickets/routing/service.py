"""Picking the desk of a dossier with the rules that supervisors keep in the table.

Two queries at most, whatever the number of rules: the rules with their desks and the dossier's
organisation, then the organisations above it when a rule asks about them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, Text, bindparam, or_, select
from sqlalchemy import cast as sql_cast

from helpdesk.core.errors import Refused
from helpdesk.core.topics import topic
from helpdesk.db import ask, db
from helpdesk.desks.models import Desk
from helpdesk.desks.queries import OpenDesk
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.queries import ancestor_ids
from helpdesk.tickets.models import RoutingRule, Ticket
from helpdesk.tickets.routing.rules import Case, Match, Routed, Rule, route
from helpdesk.tickets.rules import Priority
from helpdesk.web.i18n import gettext as _

RULES_AT_MOST = 500
KEPT = 4

_CONDITIONS = frozenset(each.name for each in fields(Rule)) - {
    "id",
    "position",
    "name",
    "desk_id",
    "priority",
}


@dataclass(frozen=True, slots=True)
class Destination:
    """Tell where a dossier goes, and what is known of its organisation.

    `routing` is what the row keeps: `{"rule", "name", "matched": [[condition, [values]]]}`.
    """

    desk: Desk | OpenDesk
    priority: Priority
    routing: dict[str, Any]
    organisation: Organisation | None


def find_destination(ticket: Ticket, *, on: date) -> Destination:
    """Return where the rules of the day `on` send the dossier; the row needs no id yet.

    An organisation that does not exist is None in the answer.
    """
    rows, organisation = _rules_with_desks(ticket.organisation_id)
    rules, desks = _open_rules(rows, on)
    routed = route(_case(ticket, organisation, rules, on), rules)
    if routed is None:
        return Destination(_any_desk(ticket, on), Priority.NORMAL, {}, organisation)
    return Destination(desks[routed.desk_id], routed.priority, _as_json(routed), organisation)


def read_rule(row: "RoutingRule | _StoredRule") -> Rule:
    """Return a stored rule as the rules know it."""
    read: dict[str, Any] = {
        name: value if isinstance(value, bool) else frozenset(value)
        for name, value in row.conditions.items()
        if name in _CONDITIONS and value is not None
    }
    return Rule(
        id=row.id, position=row.position, name=row.name, desk_id=row.desk_id, priority=row.priority, **read
    )


def conditions_of(rule: Rule) -> dict[str, Any]:
    """Return the conditions of a rule as a row keeps them; what `read_rule` reads."""
    kept = {name: getattr(rule, name) for name in sorted(_CONDITIONS)}
    return {
        name: value if isinstance(value, bool) else sorted(value)
        for name, value in kept.items()
        if value is not None and value != frozenset()
    }


class _StoredRule(NamedTuple):
    """A rule with its desk, in the order of the columns of `_rules_and_desks`; `conditions` are JSON at first."""

    id: int
    position: int
    name: str
    desk_id: int
    priority: Priority
    conditions: Any
    desk_name: str
    desk_hours: str
    desk_subdivision: str
    desk_closed_on: date | None


def _rules_with_desks(organisation_id: int | None) -> tuple[tuple[Any, ...], Organisation | None]:
    """Return the rules in their order as plain rows, and the organisation if there is one."""
    if organisation_id is None:
        return tuple(map(tuple, ask(_rules_and_desks()).all())), None
    rows = db.session.execute(_rules_desks_and_organisation(), {"organisation_id": organisation_id}).all()
    organisation = rows[0].Organisation if rows else db.session.get(Organisation, organisation_id)
    return tuple(row[:-1] for row in rows), organisation


@lru_cache(KEPT)
def _open_rules(rows: tuple[tuple[Any, ...], ...], on: date) -> tuple[list[Rule], dict[int, OpenDesk]]:
    """Read the rules whose desks are open; as long as the rows stay the same, so does what is made of them."""
    stored = [_StoredRule(*row) for row in rows]
    is_open = [each for each in stored if each.desk_closed_on is None or each.desk_closed_on > on]
    rules = [read_rule(each._replace(conditions=json.loads(each.conditions))) for each in is_open]
    desks = {
        each.desk_id: OpenDesk(each.desk_id, each.desk_name, each.desk_hours, each.desk_subdivision)
        for each in is_open
    }
    return rules, desks


@cache
def _rules_and_desks() -> Any:
    """Rules are columns and not objects: there are many of them, and none is changed here."""
    rule, desk = cast(Table, RoutingRule.__table__).c, cast(Table, Desk.__table__).c
    conditions = sql_cast(rule.conditions, Text)
    return (
        select(rule.id, rule.position, rule.name, rule.desk_id, rule.priority, conditions)
        .add_columns(desk.name, desk.hours, desk.holidays_subdivision, desk.closed_on)
        .join(Desk, desk.id == rule.desk_id)
        .order_by(rule.position, rule.id)
        .limit(RULES_AT_MOST)
    )


@cache
def _rules_desks_and_organisation() -> Any:
    its_own = Organisation.id == bindparam("organisation_id")
    return _rules_and_desks().add_columns(Organisation).join(Organisation, its_own, isouter=True)


def _case(ticket: Ticket, organisation: Organisation | None, rules: Sequence[Rule], on: date) -> Case:
    known: dict[str, Any] = {}
    if organisation is not None:
        known = {
            "organisation_id": organisation.id,
            "department": organisation.department or None,
            "region": organisation.region or None,
            "family": organisation.family.value,
        }
        if any(rule.ancestor_ids for rule in rules):
            known["ancestor_ids"] = ancestor_ids(organisation.id, on)
    return Case(
        category=ticket.category,
        subcategory=ticket.subcategory or None,
        language=ticket.lang,
        confidential=ticket.confidential,
        **known,
    )


def _any_desk(ticket: Ticket, on: date) -> Desk:
    """Return the topic's usual desk, else the reception, else the first one: no dossier is turned away."""
    usual = topic(ticket.category).default_desk
    query = (
        select(Desk).where(or_(Desk.closed_on.is_(None), Desk.closed_on > on)).order_by(Desk.id).limit(100)
    )
    desks = {desk.slug: desk for desk in db.session.scalars(query)}
    if not desks:
        raise Refused(_("Aucun pôle n’est ouvert pour le moment : appelez-nous."), status=503)
    return desks.get(usual) or desks.get("accueil") or next(iter(desks.values()))


def _as_json(routed: Routed) -> dict[str, Any]:
    return {
        "rule": routed.rule.id,
        "name": routed.rule.name,
        "matched": [_match(each) for each in routed.matched],
    }


def _match(match: Match) -> list[Any]:
    return [match.condition.value, list(match.values)]
