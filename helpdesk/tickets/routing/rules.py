"""Which desk takes a dossier: ordered rules, the first that fits wins, the last fits everything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from helpdesk.tickets.rules import Priority

Value = str | int | bool


class Condition(StrEnum):
    """Name what a rule may look at."""

    CATEGORY = "category"
    SUBCATEGORY = "subcategory"
    ORGANISATION = "organisation"
    ANCESTOR = "ancestor"
    DEPARTMENT = "department"
    REGION = "region"
    FAMILY = "family"
    LANGUAGE = "language"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Send the dossiers that meet every condition to a desk; a condition left empty asks nothing.

    Sub-categories are written `category/sub-category`, since two categories may share a slug.
    `ancestor_ids` fit the organisation itself and all below it, on whatever line.
    """

    id: int
    position: int
    name: str
    desk_id: int
    priority: Priority = Priority.NORMAL
    categories: frozenset[str] = frozenset()
    subcategories: frozenset[str] = frozenset()
    organisation_ids: frozenset[int] = frozenset()
    ancestor_ids: frozenset[int] = frozenset()
    departments: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    confidential: bool | None = None

    @property
    def conditions(self) -> dict[Condition, frozenset[Value]]:
        """Return what the rule asks, condition by condition, in the order people read them."""
        wanted = {condition: frozenset(getattr(self, field)) for condition, field in _SET_OF.items()}
        wanted[Condition.CONFIDENTIAL] = (
            frozenset() if self.confidential is None else frozenset({self.confidential})
        )
        return {condition: values for condition, values in wanted.items() if values}


_SET_OF: Mapping[Condition, str] = MappingProxyType(
    {
        Condition.CATEGORY: "categories",
        Condition.SUBCATEGORY: "subcategories",
        Condition.ORGANISATION: "organisation_ids",
        Condition.ANCESTOR: "ancestor_ids",
        Condition.DEPARTMENT: "departments",
        Condition.REGION: "regions",
        Condition.FAMILY: "families",
        Condition.LANGUAGE: "languages",
    }
)
"""The field of `Rule` that holds each condition; confidentiality, a yes or a no, has its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Hold what the rules may know of a dossier; `ancestor_ids` are those above its organisation."""

    category: str
    subcategory: str | None = None
    organisation_id: int | None = None
    ancestor_ids: frozenset[int] = frozenset()
    department: str | None = None
    region: str | None = None
    family: str | None = None
    language: str = "fr"
    confidential: bool = False

    def values(self, condition: Condition) -> frozenset[Value]:
        """Return what the dossier has to offer to a condition; empty when it is not known."""
        own = frozenset() if self.organisation_id is None else frozenset({self.organisation_id})
        offers: dict[Condition, frozenset[Value]] = {
            Condition.CATEGORY: frozenset({self.category}),
            Condition.SUBCATEGORY: _known(self.subcategory and f"{self.category}/{self.subcategory}"),
            Condition.ORGANISATION: frozenset(own),
            Condition.ANCESTOR: frozenset(own | self.ancestor_ids),
            Condition.DEPARTMENT: _known(self.department),
            Condition.REGION: _known(self.region),
            Condition.FAMILY: _known(self.family),
            Condition.LANGUAGE: frozenset({self.language}),
            Condition.CONFIDENTIAL: frozenset({self.confidential}),
        }
        return offers[condition]


@dataclass(frozen=True, slots=True)
class Match:
    """Tell which values made one condition hold."""

    condition: Condition
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Routed:
    """Tell where a dossier goes, which rule decided so and why; no match means the catch-all."""

    rule: Rule
    matched: tuple[Match, ...]

    @property
    def desk_id(self) -> int:
        """Return the desk that takes the dossier."""
        return self.rule.desk_id

    @property
    def priority(self) -> Priority:
        """Return the priority the rule gives."""
        return self.rule.priority


def route(case: Case, rules: Iterable[Rule]) -> Routed | None:
    """Return what the first rule that fits decides, or None when the list lacks its catch-all.

    A list that `check_rules` finds sound never gives None.
    """
    for rule in in_order(rules):
        matched = _matches(case, rule)
        if matched is not None:
            return Routed(rule, matched)
    return None


def in_order(rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules in the order they are tried."""
    return sorted(rules, key=lambda rule: (rule.position, rule.id))


class FaultKind(StrEnum):
    """Name what can be wrong with a list of rules."""

    NO_CATCH_ALL = "no_catch_all"
    UNREACHABLE = "unreachable"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Fault:
    """Tell what is wrong: `rule` never fires, because of `behind` or by itself; or no rule is last."""

    kind: FaultKind
    rule: Rule | None = None
    behind: Rule | None = None


def check_rules(rules: Iterable[Rule]) -> tuple[Fault, ...]:
    """Return what is wrong with the list, in its order; nothing when every dossier finds a desk.

    Each rule is compared with each before it, so that a rule hidden by several together, none of
    which hides it alone, goes unnoticed.
    """
    ordered = in_order(rules)
    faults = [fault for place, rule in enumerate(ordered) if (fault := _fault(rule, ordered[:place]))]
    if not ordered or ordered[-1].conditions:
        faults.append(Fault(FaultKind.NO_CATCH_ALL))
    return tuple(faults)


def _fault(rule: Rule, before: Sequence[Rule]) -> Fault | None:
    if rule.categories and rule.subcategories and not rule.categories & _categories_of(rule.subcategories):
        return Fault(FaultKind.CONTRADICTION, rule)
    for other in before:
        if _covers(other, rule):
            return Fault(FaultKind.UNREACHABLE, rule, other)
    return None


def _covers(broad: Rule, narrow: Rule) -> bool:
    """Say whether every dossier that fits `narrow` fits `broad`."""
    implied = _implied(narrow)
    return all(
        condition in implied and implied[condition] <= values
        for condition, values in broad.conditions.items()
    )


def _implied(rule: Rule) -> dict[Condition, frozenset[Value]]:
    """Return the rule's conditions and those that follow from them."""
    implied = rule.conditions
    if rule.subcategories:
        within = _categories_of(rule.subcategories)
        implied[Condition.CATEGORY] = frozenset(within & rule.categories if rule.categories else within)
    if rule.organisation_ids:
        # Being one of these organisations is being at or below it; an own `ancestor_ids` asks more
        # than the direct list can promise, but either of the two would do to cover the rule.
        implied.setdefault(Condition.ANCESTOR, frozenset(rule.organisation_ids))
    return implied


def _matches(case: Case, rule: Rule) -> tuple[Match, ...] | None:
    matched = []
    for condition, wanted in rule.conditions.items():
        common = wanted & case.values(condition)
        if not common:
            return None
        matched.append(Match(condition, tuple(sorted(common, key=str))))
    return tuple(matched)


def _categories_of(subcategories: frozenset[str]) -> frozenset[str]:
    return frozenset(each.partition("/")[0] for each in subcategories)


def _known(value: str | None) -> frozenset[Value]:
    return frozenset({value}) if value else frozenset()
