"""Who may see and change a checklist, where an organisation stands, what stands in the way."""

from datetime import date

import pytest

from helpdesk.accounts.rules import Role
from helpdesk.activation.rules import (
    Asker,
    Hindrance,
    hindrance_to_do,
    hindrance_to_undo,
    is_own,
    is_stuck,
    may_correct,
    may_see,
    place_of,
    step_at,
)
from helpdesk.faq.journeys.rules import FINISHED, NOT_STARTED
from tests.activation.conftest import JOURNEY_OF_SCHOOLS, a_journey, a_step

SCHOOL, ABOVE, ELSEWHERE = 7, 3, 9
TREE = {SCHOOL, ABOVE}


def _asker(*roles: Role, own: set[int] | None = None, linked: set[int] | None = None) -> Asker:
    return Asker(frozenset(roles), frozenset(own or ()), frozenset(linked or ()))


@pytest.mark.parametrize(
    ("asker", "sees", "ticks", "corrects"),
    [
        (_asker(), False, False, False),
        (_asker(Role.TREASURER), False, False, False),
        (_asker(Role.TREASURER, own={SCHOOL}), True, True, False),
        (_asker(own={SCHOOL}), True, True, False),
        (_asker(linked={SCHOOL}), True, True, False),
        (_asker(linked={ELSEWHERE}), False, False, False),
        (_asker(Role.TREASURER, own={ELSEWHERE}), False, False, False),
        # « Own people »: who stands above has its own lists, not those of others.
        (_asker(Role.TREASURER, own={ABOVE}), False, False, False),
        (_asker(Role.AGENT), True, False, True),
        (_asker(Role.SUPERVISOR), True, False, True),
        # « Les organisations relevant de votre périmètre » (19 April 2018).
        (_asker(Role.AGENT, own={ABOVE}), True, False, True),
        (_asker(Role.SUPERVISOR, own={ELSEWHERE}), False, False, False),
        (_asker(Role.ADMINISTRATOR), True, False, False),
        (_asker(Role.ADMINISTRATOR, own={ELSEWHERE}), True, False, False),
        (_asker(Role.EDITOR), False, False, False),
        (_asker(Role.PUBLISHER), False, False, False),
        (_asker(Role.SYSADMIN), False, False, False),
    ],
)
def test_who_may_see_tick_and_correct(asker, sees, ticks, corrects):
    assert may_see(asker, SCHOOL, TREE) is sees
    assert is_own(asker, SCHOOL) is ticks
    assert may_correct(asker, SCHOOL, TREE) is corrects


@pytest.mark.parametrize(
    ("done", "place", "next_step"),
    [
        (set(), NOT_STARTED, "lien"),
        ({"lien"}, "banque", "banque"),
        ({"banque"}, "lien", "lien"),
        ({"lien", "banque"}, "declaration", "declaration"),
        ({"lien", "banque", "declaration"}, FINISHED, None),
        # A step that editors took out since.
        ({"ancienne"}, NOT_STARTED, "lien"),
    ],
)
def test_an_organisation_stands_at_its_first_step_that_is_not_done(done, place, next_step):
    assert place_of(JOURNEY_OF_SCHOOLS, done) == place

    step = step_at(JOURNEY_OF_SCHOOLS, place)
    assert (step.key if step else None) == next_step


@pytest.mark.parametrize(
    ("moved_on", "deadline", "stuck"),
    [
        (date(2026, 11, 9), None, False),
        (date(2026, 11, 8), None, True),
        (date(2026, 11, 16), date(2026, 11, 16), False),
        (date(2026, 11, 16), date(2026, 11, 15), True),
    ],
)
def test_stuck_is_seven_days_without_progress_or_a_deadline_past(moved_on, deadline, stuck):
    step = a_step("lien", stuck_after_days=7, deadline=deadline)

    assert is_stuck(step, moved_on=moved_on, today=date(2026, 11, 16)) is stuck


def test_a_declaration_wants_every_box():
    # Question-and-answer letter of a departmental association, autumn 2024: « répondez impérativement à ce
    # formulaire sinon… vous attendrez en vain le solde ».
    step = JOURNEY_OF_SCHOOLS.steps[2]
    done = {"lien", "banque"}

    assert hindrance_to_do(JOURNEY_OF_SCHOOLS, step, done, stated={0}) == (Hindrance.UNSTATED, step)
    assert hindrance_to_do(JOURNEY_OF_SCHOOLS, step, done, stated={0, 1}) is None


def test_a_step_waits_for_those_it_needs():
    bank = JOURNEY_OF_SCHOOLS.steps[1]

    assert hindrance_to_do(JOURNEY_OF_SCHOOLS, bank, set(), stated=set()) == (
        Hindrance.NEEDS,
        JOURNEY_OF_SCHOOLS.steps[0],
    )
    assert hindrance_to_do(JOURNEY_OF_SCHOOLS, bank, {"lien"}, stated=set()) is None


def test_a_step_that_others_rest_on_is_not_taken_back():
    link, bank = JOURNEY_OF_SCHOOLS.steps[:2]

    assert hindrance_to_undo(JOURNEY_OF_SCHOOLS, link, {"lien", "banque"}) == (Hindrance.NEEDED, bank)
    assert hindrance_to_undo(JOURNEY_OF_SCHOOLS, bank, {"lien", "banque"}) is None


def test_steps_that_need_nothing_are_done_in_any_order():
    journey = a_journey(a_step("a"), a_step("b"))

    assert hindrance_to_do(journey, journey.steps[1], set(), stated=set()) is None
