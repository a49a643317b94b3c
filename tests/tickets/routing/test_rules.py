import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.tickets.routing.rules import (
    Case,
    Condition,
    Fault,
    FaultKind,
    Match,
    Rule,
    check_rules,
    route,
)
from helpdesk.tickets.rules import Priority

DUES, FUNDS, EXPERTS, WELCOME = 1, 2, 3, 9
SOUTH_EAST = 84


def rule(position, desk_id=WELCOME, **conditions):
    return Rule(id=position, position=position, name=f"Rule {position}", desk_id=desk_id, **conditions)


def catch_all(position=99):
    return rule(position)


CONFIDENTIAL = rule(10, EXPERTS, confidential=True, priority=Priority.HIGH)
DOUBLE_DEBIT = rule(20, DUES, subcategories=frozenset({"prelevement/double-debit"}), priority=Priority.HIGH)
ANY_FUNDS = rule(30, FUNDS, categories=frozenset({"fonds", "facturation"}))
BELOW = rule(40, DUES, ancestor_ids=frozenset({SOUTH_EAST}))
ENGLISH = rule(50, EXPERTS, languages=frozenset({"en"}), categories=frozenset({"conseil"}))
LIST = (CONFIDENTIAL, DOUBLE_DEBIT, ANY_FUNDS, BELOW, ENGLISH, catch_all())


@pytest.mark.parametrize(
    ("case", "fired"),
    [
        (Case(category="prelevement", subcategory="double-debit"), DOUBLE_DEBIT),
        (Case(category="prelevement", subcategory="non-preleve"), catch_all()),
        (Case(category="prelevement"), catch_all()),
        (Case(category="prelevement", subcategory="double-debit", confidential=True), CONFIDENTIAL),
        (Case(category="facturation", organisation_id=SOUTH_EAST), ANY_FUNDS),
        (Case(category="acces", organisation_id=SOUTH_EAST), BELOW),
        (Case(category="acces", organisation_id=7, ancestor_ids=frozenset({3, SOUTH_EAST})), BELOW),
        (Case(category="acces", organisation_id=7, ancestor_ids=frozenset({3})), catch_all()),
        (Case(category="conseil", language="en"), ENGLISH),
        (Case(category="conseil", language="fr"), catch_all()),
    ],
)
def test_the_first_rule_that_fits_takes_the_dossier(case, fired):
    routed = route(case, reversed(LIST))

    assert routed.rule == fired
    assert (routed.desk_id, routed.priority) == (fired.desk_id, fired.priority)


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ({"organisation_ids": frozenset({7})}, {"organisation_id": 7}),
        ({"departments": frozenset({"2A", "2B"})}, {"department": "2A"}),
        ({"regions": frozenset({"84"})}, {"region": "84"}),
        ({"families": frozenset({"schools"})}, {"family": "schools"}),
    ],
)
def test_a_rule_on_a_place_fits_that_place_only(wanted, offered):
    rules = [rule(1, DUES, **wanted), catch_all()]

    assert route(Case(category="autre", **offered), rules).desk_id == DUES
    assert route(Case(category="autre"), rules).desk_id == WELCOME


def test_what_made_the_rule_fire_is_told_condition_by_condition():
    asked = rule(
        1,
        DUES,
        categories=frozenset({"mandat", "impaye"}),
        ancestor_ids=frozenset({3, 5, 8}),
        confidential=False,
    )
    case = Case(category="mandat", organisation_id=5, ancestor_ids=frozenset({8}))

    routed = route(case, [asked, catch_all()])

    assert routed.matched == (
        Match(Condition.CATEGORY, ("mandat",)),
        Match(Condition.ANCESTOR, (5, 8)),
        Match(Condition.CONFIDENTIAL, (False,)),
    )


def test_the_catch_all_says_that_nothing_matched():
    assert route(Case(category="autre"), LIST).matched == ()


def test_a_list_without_a_catch_all_may_route_nowhere_and_is_called_wrong():
    rules = [ANY_FUNDS]

    assert route(Case(category="autre"), rules) is None
    assert check_rules(rules) == (Fault(FaultKind.NO_CATCH_ALL),)
    assert check_rules([]) == (Fault(FaultKind.NO_CATCH_ALL),)


def test_a_sound_list_has_no_fault():
    assert check_rules(LIST) == ()


BROAD = rule(1, categories=frozenset({"prelevement", "mandat"}))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (catch_all(1), rule(2, categories=frozenset({"mandat"}))),
        (catch_all(1), catch_all(2)),
        (BROAD, rule(2, categories=frozenset({"mandat"}))),
        (BROAD, rule(2, categories=frozenset({"mandat"}), languages=frozenset({"en"}))),
        (BROAD, rule(2, subcategories=frozenset({"mandat/sequence"}))),
        (rule(1, ancestor_ids=frozenset({5})), rule(2, organisation_ids=frozenset({5}))),
    ],
)
def test_a_rule_after_a_broader_one_is_called_unreachable(first, second):
    faults = check_rules([second, first, catch_all(99)])

    assert Fault(FaultKind.UNREACHABLE, second, first) in faults


@pytest.mark.parametrize(
    "second",
    [
        rule(2, categories=frozenset({"mandat", "fonds"})),
        rule(2, languages=frozenset({"en"})),
        rule(2, subcategories=frozenset({"mandat/sequence", "fonds/bloque"})),
    ],
)
def test_a_rule_that_only_overlaps_an_earlier_one_is_fine(second):
    assert check_rules([BROAD, second, catch_all()]) == ()


def test_a_sub_category_outside_the_categories_contradicts_itself():
    odd = rule(1, categories=frozenset({"mandat"}), subcategories=frozenset({"prelevement/double-debit"}))

    assert check_rules([odd, catch_all()]) == (Fault(FaultKind.CONTRADICTION, odd),)


def some(*values):
    return st.frozensets(st.sampled_from(values), max_size=2)


any_rule = st.builds(
    rule,
    position=st.integers(1, 90),
    categories=some("mandat", "fonds"),
    subcategories=some("mandat/sequence", "mandat/revocation", "fonds/bloque"),
    organisation_ids=some(1, 2),
    ancestor_ids=some(1, 2, 3),
    languages=some("fr", "en"),
    confidential=st.sampled_from([None, True, False]),
)
any_rules = st.lists(any_rule, max_size=6, unique_by=lambda each: each.id)
any_case = st.builds(
    Case,
    category=st.sampled_from(["mandat", "fonds", "autre"]),
    subcategory=st.sampled_from([None, "sequence", "bloque"]),
    organisation_id=st.sampled_from([None, 1, 2]),
    ancestor_ids=some(2, 3),
    language=st.sampled_from(["fr", "en"]),
    confidential=st.booleans(),
)


@given(any_rules, any_case)
def test_with_a_catch_all_every_dossier_finds_a_desk(rules, case):
    assert route(case, [*rules, catch_all()]) is not None


@given(any_rules, any_case)
def test_no_dossier_ever_reaches_a_rule_called_unreachable_or_contradictory(rules, case):
    dead = {fault.rule for fault in check_rules([*rules, catch_all()])}

    assert route(case, [*rules, catch_all()]).rule not in dead
