"""Routing in words: what a rule asks, what matched, what is wrong with the list."""

from collections.abc import Iterable

from helpdesk.organisations.labels import FAMILIES
from helpdesk.organisations.rules import Family
from helpdesk.tickets.labels import CATEGORIES, ROUTING_CONDITIONS, SUBCATEGORIES
from helpdesk.tickets.routing.rules import Condition, Fault, FaultKind, Rule, Value
from helpdesk.web.i18n import gettext as _


def conditions_in_words(rule: Rule, organisations: dict[int, str]) -> list[tuple[str, str]]:
    """Return each condition and its values as people read them."""
    return [
        (str(ROUTING_CONDITIONS[condition.value]), values_in_words(condition, values, organisations))
        for condition, values in rule.conditions.items()
    ]


def values_in_words(condition: Condition, values: Iterable[Value], organisations: dict[int, str]) -> str:
    """Return the values of one condition, joined."""
    return ", ".join(sorted(_value(condition, value, organisations) for value in values))


def fault_in_words(fault: Fault) -> str:
    """Say what is wrong with the list."""
    if fault.rule is None:
        return _("La dernière règle n’accepte pas tous les dossiers.")
    if fault.kind is FaultKind.CONTRADICTION:
        return _(
            "« %(name)s » ne peut jamais s’appliquer : ses conditions se contredisent.", name=fault.rule.name
        )
    behind = fault.behind.name if fault.behind else ""
    return _(
        "« %(name)s » ne s’applique jamais : « %(behind)s » passe avant elle.",
        name=fault.rule.name,
        behind=behind,
    )


def _value(condition: Condition, value: Value, organisations: dict[int, str]) -> str:
    if condition is Condition.CATEGORY:
        return str(CATEGORIES.get(str(value), value))
    if condition is Condition.SUBCATEGORY:
        return str(SUBCATEGORIES.get(str(value), value))
    if condition is Condition.FAMILY:
        return str(FAMILIES.get(Family(str(value)), value))
    if condition is Condition.CONFIDENTIAL:
        return _("oui") if value else _("non")
    return organisations.get(int(value), str(value)) if isinstance(value, int) else str(value)
