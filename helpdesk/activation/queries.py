"""Checklists of organisations, as those may read them who ask; somebody else's is not found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from helpdesk.activation.journeys import get_journey, list_journeys
from helpdesk.activation.models import StepDone, StepEvent
from helpdesk.activation.rules import (
    Asker,
    hindrance_to_do,
    hindrance_to_undo,
    is_own,
    is_stuck,
    may_correct,
    may_see,
    place_of,
    step_at,
)
from helpdesk.core.clock import local
from helpdesk.core.errors import NotFound
from helpdesk.db import db
from helpdesk.faq.journeys.rules import Journey, Step
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.queries import ancestor_ids, get_organisation, list_by_ids

EVENTS_SHOWN = 50
CHECKLISTS_SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One step as a page shows it: `done` is None while it is to do; `waits_for` must be done before.

    A step that `is_fixed` cannot be changed now: another comes before it, or rests on it.
    """

    number: int
    step: Step
    done: StepDone | None
    is_next: bool
    waits_for: Step | None
    is_fixed: bool


@dataclass(frozen=True)
class Checklist:
    """Where one organisation stands in one journey."""

    slug: str
    journey: Journey
    organisation: Organisation
    today: date
    done: Mapping[str, StepDone] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where the organisation stands."""
        return place_of(self.journey, self.done)

    @property
    def next_step(self) -> Step | None:
        """The step to do now, None when all is done."""
        return step_at(self.journey, self.place)

    @property
    def how_many_done(self) -> int:
        """How many steps of the journey are done; those of an older journey do not count."""
        return sum(key in self.done for key in self.journey.keys)

    @property
    def moved_on(self) -> date:
        """The day of the last progress; for who did nothing, the day from which something could be done."""
        kept = [self.done[key].done_at for key in self.journey.keys if key in self.done]
        if kept:
            return local(max(kept)).date()
        return max(self.journey.opens_on, local(self.organisation.created_at).date())

    @property
    def is_stuck(self) -> bool:
        """Whether the organisation has made no progress for too long."""
        step = self.next_step
        return step is not None and is_stuck(step, moved_on=self.moved_on, today=self.today)

    def lines(self) -> Sequence[Line]:
        """Return the steps in their order."""
        return [self._line(number, step) for number, step in enumerate(self.journey.steps, start=1)]

    def _line(self, number: int, step: Step) -> Line:
        done, everything = self.done.get(step.key), range(len(step.declares))
        before = hindrance_to_do(self.journey, step, self.done, stated=everything)
        after = hindrance_to_undo(self.journey, step, self.done)
        waits_for = before[1] if before else None
        is_fixed = bool(after if done else before)
        return Line(number, step, done, step is self.next_step, waits_for, is_fixed)


def get_checklist(slug: str, organisation_id: int, asker: Asker, *, now: datetime) -> Checklist:
    """Return the checklist of one organisation if the asker may see it; raise NotFound."""
    organisation = get_organisation(organisation_id)
    today = local(now).date()
    if not may_see(asker, organisation_id, _above(asker, organisation_id, today)):
        raise NotFound
    journey = get_journey(slug)
    if organisation.kind not in journey.kinds:
        raise NotFound
    return Checklist(
        slug, journey, organisation, today, _done([organisation_id]).get((slug, organisation_id), {})
    )


def check_may_tick(asker: Asker, organisation_id: int) -> None:
    """Raise NotFound for who does not speak for the organisation."""
    if not is_own(asker, organisation_id):
        raise NotFound


def list_checklists_of(organisation: Organisation, asker: Asker, *, now: datetime) -> Sequence[Checklist]:
    """List the checklists of one organisation, none when the asker may not see them."""
    today = local(now).date()
    if not may_see(asker, organisation.id, _above(asker, organisation.id, today)):
        return []
    done = _done([organisation.id])
    return [
        Checklist(slug, journey, organisation, today, done.get((slug, organisation.id), {}))
        for slug, journey in list_journeys().items()
        if organisation.kind in journey.kinds
    ]


def can_correct(asker: Asker, organisation_id: int, *, now: datetime) -> bool:
    """Tell whether the asker may set a step of the organisation from the desk."""
    return may_correct(asker, organisation_id, _above(asker, organisation_id, local(now).date()))


def list_checklists(asker: Asker, *, now: datetime) -> Sequence[Checklist]:
    """List the checklists of the organisations that the asker speaks for, by organisation then by journey."""
    ids = sorted(asker.own | asker.linked)[:CHECKLISTS_SHOWN]
    if not ids:
        return []
    journeys, done, today = list_journeys(), _done(ids), local(now).date()
    return [
        Checklist(slug, journey, organisation, today, done.get((slug, organisation.id), {}))
        for organisation in list_by_ids(ids)
        for slug, journey in journeys.items()
        if organisation.kind in journey.kinds
    ]


def list_events(slug: str, organisation_id: int) -> Sequence[StepEvent]:
    """List what happened to the steps of an organisation, the latest first."""
    query = (
        select(StepEvent)
        .where(StepEvent.organisation_id == organisation_id, StepEvent.journey == slug)
        .order_by(StepEvent.id.desc())
        .limit(EVENTS_SHOWN)
    )
    return db.session.scalars(query).all()


def _above(asker: Asker, organisation_id: int, today: date) -> frozenset[int]:
    """Return what stands over the organisation, asked for only where the answer depends on it."""
    if is_own(asker, organisation_id) or asker.is_within_reach_of_all or not asker.own:
        return frozenset()
    return ancestor_ids(organisation_id, today)


def _done(organisation_ids: Iterable[int]) -> dict[tuple[str, int], dict[str, StepDone]]:
    query = select(StepDone).where(StepDone.organisation_id.in_(list(organisation_ids)))
    found: dict[tuple[str, int], dict[str, StepDone]] = {}
    for row in db.session.scalars(query):
        found.setdefault((row.journey, row.organisation_id), {})[row.step] = row
    return found
