"""The browser of an agent whose session will end."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.accounts.models import Person
from helpdesk.accounts.passwords.hashing import hash_password
from helpdesk.db import db
from tests.builders import a_desk, a_rule
from tests.ended.pages import PASSWORD
from tests.people import Cast, signed_in


@pytest.fixture
def browser(app: Flask, people: Cast) -> FlaskClient:
    """A browser of the agent, whose forms carry tokens."""
    a_rule(a_desk("accueil", people.agent, people.colleague), position=2)
    person = db.session.get(Person, people.agent.id)
    person.password_hash = hash_password(PASSWORD)
    db.session.commit()
    return signed_in(app.test_client(), people.agent)
