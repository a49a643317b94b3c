"""Doing a step, and taking it back. Who may is checked by the view, through the queries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from helpdesk.activation.journeys import get_journey
from helpdesk.activation.labels import hindrance_sentence
from helpdesk.activation.models import StepDone, StepEvent
from helpdesk.activation.rules import (
    REASON_LENGTH,
    Via,
    hindrance_to_do,
    hindrance_to_undo,
)
from helpdesk.core.errors import NotFound, Refused
from helpdesk.core.identifiers import one_line
from helpdesk.db import db, insert_unless_taken, transactional
from helpdesk.faq.journeys.rules import Journey, Step
from helpdesk.organisations.models import Organisation
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import gettext as _


@dataclass(frozen=True)
class By:
    """Who changes a step, and by which way; `person_id` is None behind a private link."""

    via: Via
    person_id: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Spot:
    """One step of one organisation in one journey."""

    journey: str
    organisation_id: int
    step: str


@transactional
def do_step(spot: Spot, by: By, *, stated: Collection[int] = (), now: datetime) -> bool:
    """Mark a step as done; tell whether it was not already.

    Raises Refused when a step before it is missing or a statement is not ticked. The sentences that were
    ticked are kept word for word with the instant.
    """
    journey, step = _read(spot)
    _want_reason(by)
    _lock(spot.organisation_id)
    hindrance = hindrance_to_do(journey, step, _keys_done(spot), stated=stated)
    if hindrance:
        raise Refused(hindrance_sentence(*hindrance))
    statements = [each.said("text", current_lang()) for each in step.declares]
    row = insert_unless_taken(
        StepDone(
            journey=spot.journey,
            organisation_id=spot.organisation_id,
            step=spot.step,
            done_at=now,
            person_id=by.person_id,
            via=by.via,
            statements=statements,
        )
    )
    if row is not None:
        _note(spot, by, statements, is_done=True, now=now)
    return row is not None


@transactional
def undo_step(spot: Spot, by: By, *, now: datetime) -> bool:
    """Take a step back; tell whether it was done. Raises Refused when a step that is done rests on it."""
    journey, step = _read(spot)
    _want_reason(by)
    _lock(spot.organisation_id)
    done = _keys_done(spot)
    if spot.step not in done:
        return False
    hindrance = hindrance_to_undo(journey, step, done)
    if hindrance:
        raise Refused(hindrance_sentence(*hindrance))
    db.session.execute(
        delete(StepDone).where(
            StepDone.journey == spot.journey,
            StepDone.organisation_id == spot.organisation_id,
            StepDone.step == spot.step,
        )
    )
    _note(spot, by, [], is_done=False, now=now)
    return True


def _read(spot: Spot) -> tuple[Journey, Step]:
    journey = get_journey(spot.journey)
    step = journey.find_step(spot.step)
    if step is None:
        raise NotFound
    return journey, step


def _want_reason(by: By) -> None:
    if by.via is Via.DESK and not by.reason.strip():
        raise Refused(_("Dites pourquoi : l’organisation et vos collègues liront cette raison."))


def _lock(organisation_id: int) -> None:
    """Let two people change the steps of one organisation one after the other."""
    db.session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())


def _keys_done(spot: Spot) -> frozenset[str]:
    query = select(StepDone.step).where(
        StepDone.journey == spot.journey, StepDone.organisation_id == spot.organisation_id
    )
    return frozenset(db.session.scalars(query))


def _note(spot: Spot, by: By, statements: list[str], *, is_done: bool, now: datetime) -> None:
    db.session.add(
        StepEvent(
            organisation_id=spot.organisation_id,
            journey=spot.journey,
            step=spot.step,
            is_done=is_done,
            at=now,
            person_id=by.person_id,
            via=by.via,
            reason=one_line(by.reason)[:REASON_LENGTH],
            statements=statements,
        )
    )
