"""Picking the desk of a dossier with the rules that supervisors keep in the table.

Two queries at most, whatever the number of rules: the rules with their desks and the dossier's
organisation, then the organisations above it when a rule asks about them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, or_, select

from helpdesk.core.errors import Refused
from helpdesk.core.topics import topic
from helpdesk.db import db
from helpdesk.desks.models import Desk
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.queries import ancestor_ids
from helpdesk.tickets.models import RoutingRule, Ticket
from helpdesk.tickets.routing.rules import Case, Match, Routed, Rule, route
from helpdesk.tickets.rules import Priority
from helpdesk.web.i18n import gettext as _

RULES_AT_MOST = 500

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

    desk: Desk
    priority: Priority
    routing: dict[str, Any]
    organisation: Organisation | None


def find_destination(ticket: Ticket, *, on: date) -> Destination:
    """Return where the rules of the day `on` send the dossier; the row needs no id yet.

    An organisation that does not exist is None in the answer.
    """
    rows = _rules_with_desks(ticket.organisation_id)
    organisation = rows[0][2] if rows else _organisation(ticket.organisation_id)
    desks = {row[1].id: row[1] for row in rows if row[1].closed_on is None or row[1].closed_on > on}
    rules = [read_rule(row[0]) for row in rows if row[1].id in desks]
    routed = route(_case(ticket, organisation, rules, on), rules)
    if routed is None:
        return Destination(_any_desk(ticket, on), Priority.NORMAL, {}, organisation)
    return Destination(desks[routed.desk_id], routed.priority, _as_json(routed), organisation)


def read_rule(row: RoutingRule) -> Rule:
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


def _rules_with_desks(organisation_id: int | None) -> list[tuple[RoutingRule, Desk, Organisation | None]]:
    rows = db.session.execute(_rules_and_desks(), {"organisation_id": organisation_id})
    return [(row[0], row[1], row[2]) for row in rows]


@cache
def _rules_and_desks() -> Any:
    return (
        select(RoutingRule, Desk, Organisation)
        .join(Desk, Desk.id == RoutingRule.desk_id)
        .join(Organisation, Organisation.id == bindparam("organisation_id"), isouter=True)
        .order_by(RoutingRule.position, RoutingRule.id)
        .limit(RULES_AT_MOST)
    )


def _organisation(organisation_id: int | None) -> Organisation | None:
    return None if organisation_id is None else db.session.get(Organisation, organisation_id)


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
