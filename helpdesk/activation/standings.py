"""Where every organisation of a journey stands, said in SQL from the steps that are done.

Nothing of it is kept: a step that editors add, drop or move counts from the next look on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, false, func, literal, or_, select, true

from helpdesk.activation.models import StepDone
from helpdesk.activation.rules import Asker
from helpdesk.core.clock import PARIS, local
from helpdesk.db import AnySelect
from helpdesk.faq.journeys.rules import FINISHED, NOT_STARTED, Journey, Step
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.queries import holds_words, within_perimeter
from helpdesk.organisations.rules import Family


@dataclass(frozen=True)
class Wanted:
    """Which organisations to list; what is empty does not narrow the list. `after`: the last one of the page before."""

    place: str = ""
    stuck: bool = False
    family: Family | None = None
    department: str = ""
    text: str = ""
    after: tuple[str, int] | None = None


class Standings:
    """Columns to select and to compare: `place`, `moved_at` (None for who did nothing), `is_stuck`."""

    def __init__(self, slug: str, journey: Journey, asker: Asker, *, now: datetime) -> None:
        """Look at a journey at that instant, as somebody who may see part of it."""
        self.slug = slug
        self.journey = journey
        self._asker = asker
        self._today = local(now).date()
        self._steps = _steps_done(slug, journey)

    @property
    def moved_at(self) -> ColumnElement[Any]:
        """The last progress."""
        return self._steps.c.moved_at

    @property
    def place(self) -> ColumnElement[str]:
        """Where an organisation stands, as `rules.place_of` says it."""
        done = self._steps.c.bits
        begun = [
            (done.bitwise_and(2**number) == 0, literal(key)) for number, key in enumerate(self.journey.keys)
        ]
        return case((done.is_(None), literal(NOT_STARTED)), *begun, else_=literal(FINISHED))

    @property
    def is_stuck(self) -> ColumnElement[bool]:
        """Whether an organisation is stuck, as `rules.is_stuck` says it."""
        return or_(false(), *self._stuck_places())

    def select(self, *columns: Any) -> AnySelect:
        """Select from the open organisations of the journey that the asker may see, with where they stand."""
        return (
            select(*columns)
            .select_from(Organisation)
            .join(self._steps, self._steps.c.organisation_id == Organisation.id, isouter=True)
            .where(Organisation.kind.in_(self.journey.kinds), Organisation.closed_on.is_(None))
            .where(self._seen())
        )

    def at(self, place: str) -> ColumnElement[bool]:
        """Tell who stands at a place."""
        return self.place == place

    def _stuck_places(self) -> Iterator[ColumnElement[bool]]:
        first = self.journey.steps[0]
        yield and_(
            self.at(NOT_STARTED),
            self._is_late(first, Organisation.created_at, opens_on=self.journey.opens_on),
        )
        for step in self.journey.steps:
            yield and_(self.at(step.key), self._is_late(step, self.moved_at))

    def _is_late(self, step: Step, moved_at: Any, *, opens_on: date | None = None) -> ColumnElement[bool]:
        if step.deadline is not None and step.deadline < self._today:
            return true()
        last_day = self._today - timedelta(days=step.stuck_after_days)
        if opens_on is not None and opens_on >= last_day:
            return false()
        is_earlier: ColumnElement[bool] = moved_at < datetime.combine(last_day, time.min, PARIS).astimezone(
            UTC
        )
        return is_earlier

    def _seen(self) -> ColumnElement[bool]:
        """Say in SQL what `rules.may_see` says of each organisation."""
        if self._asker.is_within_reach_of_all:
            return true()
        if not self._asker.works:
            return Organisation.id.in_(self._asker.own)
        return Organisation.id.in_(within_perimeter(self._asker.own, self._today))


def _steps_done(slug: str, journey: Journey) -> Subquery:
    """Count the steps done as bits of one number, organisation by organisation."""
    bits = {key: 2**number for number, key in enumerate(journey.keys)}
    return (
        select(
            StepDone.organisation_id,
            func.sum(case(bits, value=StepDone.step, else_=0)).label("bits"),
            func.max(StepDone.done_at).label("moved_at"),
        )
        .where(StepDone.journey == slug, StepDone.step.in_(journey.keys))
        .group_by(StepDone.organisation_id)
        .subquery("steps_done")
    )


def who(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Say in SQL which organisations are wanted, wherever they stand."""
    found = holds_words(wanted.text)
    if wanted.family is not None:
        found.append(Organisation.family == wanted.family)
    if wanted.department:
        found.append(Organisation.department == wanted.department)
    return found
