"""Where an organisation stands, who may see and change it, and what stands in the way of a step."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from helpdesk.accounts.rules import DESK, Role
from helpdesk.faq.journeys.rules import FINISHED, NOT_STARTED, Journey, Step

REASON_LENGTH = 300


class Via(StrEnum):
    """By which way somebody changed a step."""

    ACCOUNT = "account"
    LINK = "link"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks for a checklist: `own` are the organisations they speak for today, `linked` those whose
    private link their browser holds."""

    roles: frozenset[Role] = frozenset()
    own: frozenset[int] = field(default_factory=frozenset)
    linked: frozenset[int] = field(default_factory=frozenset)

    @property
    def is_within_reach_of_all(self) -> bool:
        """Tell whether every organisation is in reach: for administrators, and a desk that serves the whole."""
        return Role.ADMINISTRATOR in self.roles or bool(self.roles & DESK and not self.own)

    @property
    def works(self) -> bool:
        """Tell whether the lists of the desk are for this person."""
        return bool(self.roles & (DESK | {Role.ADMINISTRATOR}))


def is_own(asker: Asker, organisation_id: int) -> bool:
    """Tell whether the organisation’s own people ask: they tick its steps."""
    return organisation_id in asker.own or organisation_id in asker.linked


def may_see(asker: Asker, organisation_id: int, above: Collection[int]) -> bool:
    """Tell whether the asker may see where an organisation stands; `above` is all that stands over it, itself too.

    Its own people may, administrators, and who works through dossiers: those who speak for organisations only for
    these and what stands below them, those who speak for none for the whole network.
    Source: « Information aux organisations », 19 April 2018: « les organisations relevant de votre périmètre ».
    """
    if is_own(asker, organisation_id) or asker.is_within_reach_of_all:
        return True
    return bool(asker.roles & DESK) and not asker.own.isdisjoint(above)


def may_correct(asker: Asker, organisation_id: int, above: Collection[int]) -> bool:
    """Tell whether the asker may set a step for an organisation, giving a reason: the desk, within its reach."""
    return bool(asker.roles & DESK) and may_see(asker, organisation_id, above)


def place_of(journey: Journey, done: Collection[str]) -> str:
    """Return where an organisation stands: the first step that is not done, or that it did nothing, or all."""
    if not any(key in done for key in journey.keys):
        return NOT_STARTED
    return next((key for key in journey.keys if key not in done), FINISHED)


def step_at(journey: Journey, place: str) -> Step | None:
    """Return the step to do at a place: the first one where nothing was done, none where all is."""
    return journey.steps[0] if place == NOT_STARTED else journey.find_step(place)


def is_stuck(step: Step, *, moved_on: date, today: date) -> bool:
    """Tell whether an organisation whose next step this is counts as stuck; `moved_on`: its last progress.

    Source: the same letter, on « toujours aller au bout des procédures », and those for whom « aucune démarche
    n’a été faite […] malgré rappels ».
    """
    if step.deadline is not None and step.deadline < today:
        return True
    return today - moved_on > timedelta(days=step.stuck_after_days)


class Hindrance(StrEnum):
    """Why a step cannot be changed now."""

    NEEDS = "needs"
    """Another step must be done before."""
    UNSTATED = "unstated"
    """A statement is not ticked."""
    NEEDED = "needed"
    """A step that is done rests on this one."""


def hindrance_to_do(
    journey: Journey, step: Step, done: Collection[str], *, stated: Collection[int]
) -> tuple[Hindrance, Step] | None:
    """Return what keeps a step from being done, and the step it is about; `stated`: the statements ticked.

    Source: the same letter: « répondez impérativement à ce formulaire sinon… vous attendrez en vain le solde ».
    """
    for key in step.needs:
        before = journey.find_step(key)
        if before is not None and key not in done:
            return Hindrance.NEEDS, before
    if any(number not in stated for number in range(len(step.declares))):
        return Hindrance.UNSTATED, step
    return None


def hindrance_to_undo(journey: Journey, step: Step, done: Collection[str]) -> tuple[Hindrance, Step] | None:
    """Return the last step that is done and rests on this one, if there is one."""
    resting = [each for each in journey.steps if step.key in each.needs and each.key in done]
    return (Hindrance.NEEDED, resting[-1]) if resting else None
