"""An agent at work at the reception."""

import pytest
from flask.testing import FlaskClient

from tests.builders import a_desk, a_rule
from tests.people import Cast, signed_in


@pytest.fixture
def at_work(client: FlaskClient, people: Cast) -> FlaskClient:
    """A browser of the agent, who works at the reception."""
    a_rule(a_desk("comptes", people.colleague), position=1, categories=["fonds"])
    a_rule(a_desk("accueil", people.agent, people.colleague), position=2)
    return signed_in(client, people.agent)
