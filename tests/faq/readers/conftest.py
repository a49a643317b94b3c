"""An article for everybody, one for treasurers, one for those below an organisation; and who may read which."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.identifiers import fold_key
from helpdesk.db import db
from helpdesk.faq.readers.rules import stored
from helpdesk.organisations.models import Membership, Organisation, OrganisationLink
from helpdesk.organisations.rules import ContactFunction, Family, Kind, Line
from tests.faq.conftest import Shelf
from tests.people import Cast, signed_in

AsWhom = Callable[[Viewer | None], FlaskClient]


def an_organisation(code: str, now: datetime, parent: Organisation | None = None) -> Organisation:
    row = Organisation(
        code=code,
        name=f"Organisation {code}",
        name_key=fold_key(code),
        kind=Kind.UNION,
        family=Family.UNION,
        created_at=now,
    )
    db.session.add(row)
    db.session.flush()
    if parent is not None:
        db.session.add(OrganisationLink(parent_id=parent.id, child_id=row.id, line=Line.GEOGRAPHIC))
    db.session.commit()
    return row


def speaks_for(viewer: Viewer, organisation: Organisation) -> None:
    db.session.add(
        Membership(person_id=viewer.id, organisation_id=organisation.id, function=ContactFunction.SECRETARY)
    )
    db.session.commit()


@pytest.fixture
def kept(shelf: Shelf, now: datetime, people: Cast) -> Shelf:
    """The stranger speaks for a local union below 75-UD; the treasurer for nobody."""
    union = an_organisation("75-UD", now)
    speaks_for(people.stranger, an_organisation("75-UL", now, union))
    shelf.put("public", title="Virements pour tous", helpful=3)
    shelf.put(
        "tresor",
        title="Virements du trésor",
        helpful=9,
        readers=stored(["role:treasurer"]),
        provider="Banque secrète",
    )
    shelf.put("paris", title="Virements de Paris", helpful=9, readers=stored(["org:75-UD/geo"]))
    shelf.index()
    return shelf


@pytest.fixture
def visit(app: Flask) -> AsWhom:
    """A browser of its own for each person; nobody's is anonymous."""

    def as_whom(viewer: Viewer | None) -> FlaskClient:
        client = app.test_client()
        return client if viewer is None else signed_in(client, viewer)

    return as_whom
