"""A short journey in the tables, a few schools, and who speaks for them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from helpdesk.activation.models import StepDone
from helpdesk.activation.rules import Via
from helpdesk.activation.service import By, Spot, do_step
from helpdesk.db import db
from helpdesk.faq.companions.reading import JOURNEY
from helpdesk.faq.companions.storing import Kept, store_companions
from helpdesk.faq.journeys.rules import Journey, Statement, Step
from helpdesk.faq.models import STATE_ID, ContentState
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.rules import ContactFunction, Family, Kind
from helpdesk.organisations.service import Details, add_member, save_organisation

SLUG = "compte"
OWN = By(Via.ACCOUNT)


def a_step(key: str, **what_matters: Any) -> Step:
    usual = {
        "title": f"Étape {key}",
        "title_en": f"Step {key}",
        "help": f"Comment faire {key}.",
        "help_en": f"How to do {key}.",
        "stuck_after_days": 7,
    }
    return Step(key=key, **{**usual, **what_matters})


def a_journey(*steps: Step, **what_matters: Any) -> Journey:
    usual = {
        "title": "Compte de l’école",
        "title_en": "School account",
        "summary": "Trois étapes.",
        "summary_en": "Three steps.",
        "kinds": [Kind.SCHOOL_COOPERATIVE],
        "opens_on": date(2026, 9, 1),
    }
    return Journey(steps=list(steps), **{**usual, **what_matters})


CHEQUES = Statement(text="Tous les chèques sont débités.", text_en="All cheques are debited.")
NOTHING_SINCE = Statement(text="Plus aucune opération.", text_en="No operation any more.")
JOURNEY_OF_SCHOOLS = a_journey(
    a_step("lien"),
    a_step("banque", needs=["lien"]),
    a_step("declaration", needs=["banque"], declares=[CHEQUES, NOTHING_SINCE], stuck_after_days=30),
)


@pytest.fixture
def journey(app, now: datetime) -> Journey:
    if db.session.get(ContentState, STATE_ID) is None:
        db.session.add(ContentState(id=STATE_ID, generation=1, indexed_generation=0, changed_at=now))
        db.session.commit()
    load(JOURNEY_OF_SCHOOLS, now=now)
    return JOURNEY_OF_SCHOOLS


def load(journey: Journey, *, now: datetime) -> None:
    store_companions([Kept(JOURNEY, SLUG, journey.model_dump(mode="json"))], now=now)


LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def a_school(code: str, *, since: datetime = LONG_AGO, **what_matters: Any) -> Organisation:
    usual = {
        "name": f"Coopérative {code}",
        "kind": Kind.SCHOOL_COOPERATIVE,
        "family": Family.COOPERATIVE,
        "department": "06",
        "town": "Saint-Elme",
        "role_mailbox": f"{code}@example.org",
    }
    saved = save_organisation(Details(code=code, **{**usual, **what_matters}), now=since)
    db.session.refresh(saved)
    return saved


def speaks_for(viewer, organisation: Organisation) -> None:
    add_member(
        person_id=viewer.id,
        organisation_id=organisation.id,
        function=ContactFunction.TREASURER,
        valid_from=None,
    )


def did(organisation: Organisation, *steps: str, at: datetime) -> None:
    for number, step in enumerate(steps):
        do_step(Spot(SLUG, organisation.id, step), OWN, stated={0, 1}, now=at + timedelta(minutes=number))


@pytest.fixture
def school(journey):
    return a_school("tilleuls")


def _here(school) -> str:
    return f"/activation/{SLUG}/{school.id}"


def _keys(school) -> set[str]:
    return set(db.session.scalars(select(StepDone.step).where(StepDone.organisation_id == school.id)))
