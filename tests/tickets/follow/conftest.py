"""A dossier, and a browser that opened its private link."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpdesk.core.clock import now as clock_now
from helpdesk.tickets.opening import Opened, open_ticket
from tests.builders import a_complaint, a_desk


@pytest.fixture
def opened(app: Flask) -> Opened:
    a_desk()
    return open_ticket(a_complaint(), now=clock_now())


@pytest.fixture
def mine(client: FlaskClient, opened: Opened) -> str:
    """The address of the dossier, in a browser that followed the private link."""
    return client.get(f"/suivi/{opened.token}").location
