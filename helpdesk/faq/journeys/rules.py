"""What a journey is: the steps of an activation in their order, and what would be wrong with them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import Field

from helpdesk.faq.companions.parts import Key, Line, Part, Place, Problem, Text
from helpdesk.organisations.rules import Kind

NOT_STARTED = "aucune-demarche"
FINISHED = "terminee"
RESERVED = frozenset({NOT_STARTED, FINISHED})
"""Where an organisation stands that is at no step; no step may be called so, since both stand in addresses."""


class Statement(Part):
    """One sentence that must be ticked before a step is done."""

    text: Line
    text_en: Line


class Step(Part):
    """One step. `needs` are steps that must be done before, `declares` what whoever does it states.

    Source: question-and-answer letter of a departmental association, autumn 2024: « tous les chèques émis ont
    été débités […], tous les chèques déposés […] ont été encaissés, […] plus aucune opération ».
    """

    key: Key
    title: Line
    title_en: Line
    help: Text
    help_en: Text
    article: Key | None = None
    stuck_after_days: int = Field(ge=1, le=366)
    """After how many days without any progress an organisation counts as stuck here."""
    deadline: date | None = None
    needs: list[Key] = Field(default=[], max_length=12)
    declares: list[Statement] = Field(default=[], max_length=10)


class Journey(Part):
    """A whole activation, for every organisation of these kinds, from the day it opens."""

    title: Line
    title_en: Line
    summary: Text
    summary_en: Text
    kinds: list[Kind] = Field(min_length=1, max_length=len(Kind))
    opens_on: date
    steps: list[Step] = Field(min_length=1, max_length=12)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the steps in their order."""
        return tuple(step.key for step in self.steps)

    def find_step(self, key: str) -> Step | None:
        """Return the step called `key`, or None."""
        return next((step for step in self.steps if step.key == key), None)


def problems_of(journey: Journey) -> Iterator[Problem]:
    """Yield what is wrong with a journey as a whole, and where."""
    often = Counter(journey.keys)
    for number, step in enumerate(journey.steps):
        place: Place = ("steps", number)
        if often[step.key] > 1:
            yield place, f"several steps are called {step.key}"
        if step.key in RESERVED:
            yield place, f"no step may be called {step.key}"
        if step.deadline and step.deadline < journey.opens_on:
            yield (*place, "deadline"), f"{step.key}: the deadline lies before the journey opens"
        for needed in step.needs:
            if needed not in journey.keys[:number]:
                yield (*place, "needs"), f"{step.key}: needs names {needed}, which is no step before it"


def stages_of(journeys: Mapping[str, Journey]) -> frozenset[str]:
    """Return what articles may name as stages: each journey, and each place in one."""
    places = {
        f"{slug}/{place}"
        for slug, journey in journeys.items()
        for place in (NOT_STARTED, *journey.keys, FINISHED)
    }
    return frozenset(journeys) | places


def journey_of(value: Mapping[str, Any]) -> Journey:
    """Return a journey from what is stored of it."""
    return Journey.model_validate(value)
