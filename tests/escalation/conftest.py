"""Organisations for dossiers."""

import pytest

from helpdesk.organisations.rules import Family, Kind
from helpdesk.organisations.service import Details, save_organisation


@pytest.fixture
def organisations(app, now):
    """Three local bodies."""
    names = ("UL des Tilleuls", "UL du Moulin", "UL de la Gare")
    return [
        save_organisation(
            Details(
                code=f"UL{number}", name=name, kind=Kind.LOCAL_UNION, family=Family.UNION, department="38"
            ),
            now=now,
        )
        for number, name in enumerate(names)
    ]
