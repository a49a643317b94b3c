"""Organisations with their years, and who speaks for them."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from helpdesk.accounts.viewer import Viewer
from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.db import db
from helpdesk.organisations.affiliation.rules import Year
from helpdesk.organisations.affiliation.service import enter_year
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.rules import ContactFunction, Family, Kind, Line
from helpdesk.organisations.service import Details, add_member, link_organisations, save_organisation


class Network:
    """Organisations to be made by a test; `today` is the day of the clock."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.today: date = local(now).date()

    def organisation(
        self, code: str, *, ends_in: int | None = None, kind: Kind = Kind.UNION, **details: object
    ) -> Organisation:
        """Make an organisation, affiliated until so many days from now."""
        family = Family.COOPERATIVE if kind is Kind.SCHOOL_COOPERATIVE else Family.UNION
        told = Details(code=code, name=f"Syndicat {code}", kind=kind, family=family, **details)  # type: ignore[arg-type]
        made = save_organisation(told, now=self.now)
        if ends_in is not None:
            self.year(made, ends_in)
        db.session.commit()
        return made

    def year(self, organisation: Organisation, ends_in: int, *, by: Viewer | None = None) -> None:
        last = self.today + timedelta(days=ends_in)
        year = Year("2026", last - timedelta(days=300), last)
        enter_year(organisation.id, year, by_id=by.id if by else None, now=self.now)

    def below(self, parent: Organisation, child: Organisation) -> None:
        link_organisations(parent_id=parent.id, child_id=child.id, line=Line.GEOGRAPHIC)

    def speaks(self, viewer: Viewer, organisation: Organisation) -> None:
        add_member(person_id=viewer.id, organisation_id=organisation.id, function=ContactFunction.TREASURER)


@pytest.fixture
def network(app: Flask) -> Network:
    """By the clock that pages look at."""
    return Network(clock.now())
